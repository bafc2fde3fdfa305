using System.Security.Cryptography;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using SkiaSharp;

namespace OrleansSocial.Gateway.Photos;

/// <summary>
/// Makes a member's picture of what they sent: (1) only PNG, JPEG and GIF by their first bytes, (2) the header's measures before a pixel is
/// decoded, (3) the first frame, turned as its EXIF says, cropped or with white borders, (4) squares as new JPEGs. Nothing that was sent is
/// kept: no metadata, no trailing bytes. Why this library: docs/decisions/0014.
/// </summary>
internal sealed class PhotoMaker : IDisposable
{
    /// <summary>The most pixels: 4 bytes each while they are decoded.</summary>
    public const int PixelsMax = 8 * 1024 * 1024;

    /// <summary>The longest side, pixels.</summary>
    public const int SideMax = 4_096;

    /// <summary>The most frames of a GIF; the first one is used.</summary>
    public const int FramesMax = 100;

    /// <summary>The most scans of a JPEG: each goes over all pixels. Encoders make about ten.</summary>
    public const int ScansMax = 64;

    /// <summary>How many are decoded at once in one gateway.</summary>
    public const int AtOnceMax = 2;

    /// <summary>How many wait for that.</summary>
    public const int WaitingMax = 16;

    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(10);
    private static readonly int[] Qualities = [90, 75, 50, 25];
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF];
    private static readonly byte[] StartOfScan = [0xFF, 0xDA];
    private readonly SemaphoreSlim _turns = new(AtOnceMax);
    private int _inside;

    /// <summary>Makes the picture.</summary>
    /// <param name="file">What was sent.</param>
    /// <param name="crop">The part to use; null for all of it.</param>
    /// <param name="user">Whose it becomes.</param>
    public async Task<(PhotoFault Fault, MemberPhoto? Photo)> MakeAsync(byte[] file, PhotoCrop? crop, UserId user)
    {
        if (!IsKnown(file))
        {
            return (PhotoFault.BadImage, null);
        }

        try
        {
            if (Interlocked.Increment(ref _inside) > AtOnceMax + WaitingMax || !await _turns.WaitAsync(WaitMax))
            {
                return (PhotoFault.Busy, null);
            }

            try
            {
                // Off the request's thread: it takes tens of milliseconds, and nothing can end it midway.
                return await Task.Run(() => Make(file, crop, user));
            }
            finally
            {
                _turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private static bool IsKnown(ReadOnlySpan<byte> file) =>
        file.StartsWith(Png) || file.StartsWith(Jpeg) || file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    private static (PhotoFault Fault, MemberPhoto? Photo) Make(byte[] file, PhotoCrop? crop, UserId user)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Png or SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Gif))
        {
            return (PhotoFault.BadImage, null);
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if (width is < 1 or > SideMax || height is < 1 or > SideMax || width * height > PixelsMax || Scans(codec.EncodedFormat, file) > ScansMax)
        {
            return (PhotoFault.TooLarge, null);
        }

        if (codec.EncodedFormat == SKEncodedImageFormat.Gif && codec.FrameCount > FramesMax)
        {
            return (PhotoFault.TooManyFrames, null);
        }

        var turn = Turn(codec.EncodedOrigin, width, height);
        var (shownWidth, shownHeight) = codec.EncodedOrigin >= SKEncodedOrigin.LeftTop ? (height, width) : (width, height);
        if (crop is { } c && (c.X > shownWidth - c.Side || c.Y > shownHeight - c.Side))
        {
            return (PhotoFault.BadCrop, null);
        }

        var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Premul);
        using var pixels = new SKBitmap(info);
        if (codec.GetPixels(info, pixels.GetPixels()) != SKCodecResult.Success)
        {
            return (PhotoFault.BadImage, null);
        }

        using var largest = Square(pixels, turn, crop ?? Whole(shownWidth, shownHeight));
        return (PhotoFault.None, Encode(largest, user));
    }

    // In compressed data 0xFF is followed by 0: what looks like the start of a scan is one, or metadata that pretends to be.
    private static int Scans(SKEncodedImageFormat format, ReadOnlySpan<byte> file) => format == SKEncodedImageFormat.Jpeg ? file.Count(StartOfScan) : 0;

    // Slack: without a crop the whole picture is used, with borders if it is no square.
    private static PhotoCrop Whole(int width, int height)
    {
        var side = Math.Max(width, height);
        return new PhotoCrop((width - side) / 2, (height - side) / 2, side);
    }

    // From the pixels as they are stored to the picture as it is shown (EXIF: Orientation).
    private static SKMatrix Turn(SKEncodedOrigin origin, int width, int height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, height, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, height, -1, 0, width, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, width, 0, 0, 1),
        _ => SKMatrix.Identity,
    };

    private static SKBitmap Square(SKBitmap pixels, SKMatrix turn, PhotoCrop crop)
    {
        var square = Blank(MemberPhoto.Sizes[^1]);
        using var canvas = new SKCanvas(square);
        canvas.Clear(SKColors.White);
        canvas.Scale(square.Width / (float)crop.Side);
        canvas.Translate(-crop.X, -crop.Y);
        canvas.Concat(turn);
        using var image = SKImage.FromPixels(pixels.PeekPixels());
        canvas.DrawImage(image, 0, 0, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        return square;
    }

    private static SKBitmap Blank(int side) => new(new SKImageInfo(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque));

    private static MemberPhoto Encode(SKBitmap largest, UserId user)
    {
        foreach (var quality in Qualities)
        {
            byte[][] images = [.. MemberPhoto.Sizes.Select(side => Encode(largest, side, quality))];
            if (images.Sum(i => i.Length) <= MemberPhoto.BytesMax)
            {
                return new MemberPhoto(Hash(images[^1], user), [.. images]);
            }
        }

        throw new InvalidOperationException($"A picture is over {MemberPhoto.BytesMax} bytes in the lowest quality.");
    }

    private static byte[] Encode(SKBitmap largest, int side, int quality)
    {
        using var square = Blank(side);
        using (var canvas = new SKCanvas(square))
        {
            using var image = SKImage.FromPixels(largest.PeekPixels());
            canvas.DrawImage(image, new SKRect(0, 0, side, side), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        using var data = square.Encode(SKEncodedImageFormat.Jpeg, quality);
        return data.ToArray();
    }

    private static string Hash(byte[] image, UserId user)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(System.Text.Encoding.ASCII.GetBytes(user.Value));
        hash.AppendData(image);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..MemberPhoto.HashLength];
    }
}
