using System.Collections.Immutable;

namespace OrleansSocial.Grains.Interfaces.Users;

/// <summary>A member's picture in all the sizes that are served, each a square JPEG.</summary>
/// <param name="Hash">Names it in its URLs: <see cref="HashLength"/> lower-case hexadecimal digits of what it shows, which nobody guesses.</param>
/// <param name="Images">One for each of <see cref="Sizes"/>, in that order.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.MemberPhoto")]
public sealed record MemberPhoto([property: Id(0)] string Hash, [property: Id(1)] ImmutableArray<byte[]> Images)
{
    /// <summary>The length of <see cref="Hash"/>.</summary>
    public const int HashLength = 32;

    /// <summary>The most bytes of all images together: they go in one row of the team's chain.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>The sides of the images, pixels (Slack: image_24 to image_512 of a profile).</summary>
    public static readonly ImmutableArray<int> Sizes = [24, 32, 48, 72, 192, 512];

    /// <summary>Never the images: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"MemberPhoto {Hash}";
}
