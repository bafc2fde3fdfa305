namespace OrleansSocial.Gateway.Photos;

/// <summary>Why a picture was not taken.</summary>
internal enum PhotoFault
{
    /// <summary>It was.</summary>
    None = 0,

    /// <summary>It is no PNG, JPEG or GIF, or a broken one.</summary>
    BadImage,

    /// <summary>It has more pixels than it may.</summary>
    TooLarge,

    /// <summary>It is a GIF with more frames than it may have.</summary>
    TooManyFrames,

    /// <summary>The crop is not inside it.</summary>
    BadCrop,

    /// <summary>Others are being read; nothing was looked at.</summary>
    Busy,
}
