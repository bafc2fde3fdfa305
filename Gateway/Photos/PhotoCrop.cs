namespace OrleansSocial.Gateway.Photos;

/// <summary>The square of a picture that is used.</summary>
/// <param name="X">Its left side, pixels of the picture as it is shown.</param>
/// <param name="Y">Its upper side.</param>
/// <param name="Side">Its width and height.</param>
internal readonly record struct PhotoCrop(int X, int Y, int Side);
