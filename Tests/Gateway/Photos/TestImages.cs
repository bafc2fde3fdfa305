using SkiaSharp;

namespace OrleansSocial.Tests.Gateway.Photos;

/// <summary>Pictures as members send them, good and bad ones.</summary>
internal static class TestImages
{
    /// <summary>A GIF of one pixel a frame.</summary>
    public static byte[] Gif(int frames = 1)
    {
        byte[] frame = [0x21, 0xF9, 4, 0, 1, 0, 0, 0, 0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0];
        return [.. "GIF89a"u8, 1, 0, 1, 0, 0x80, 0, 0, 0xFF, 0, 0, 0, 0, 0xFF, .. Enumerable.Repeat(frame, frames).SelectMany(f => f), 0x3B];
    }

    /// <summary>A picture whose left half is red and whose right half is blue.</summary>
    public static byte[] Halves(int width, int height, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.Blue);
            using var red = new SKPaint { Color = SKColors.Red };
            canvas.DrawRect(0, 0, width / 2f, height, red);
        }

        return bitmap.Encode(format, 90).ToArray();
    }

    /// <summary>A picture that no compression makes small: the same for the same seed.</summary>
    public static byte[] Noise(int side, int seed = 7)
    {
        using var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        new Random(seed).NextBytes(bitmap.GetPixelSpan());
        return bitmap.Encode(SKEncodedImageFormat.Png, 100).ToArray();
    }

    /// <summary>A JPEG with EXIF behind its first marker: an orientation, and a text that should not be told on.</summary>
    public static byte[] WithExif(byte[] jpeg, byte orientation, string secret)
    {
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(secret)];
        var length = 2 + 6 + tiff.Length;
        return [0xFF, 0xD8, 0xFF, 0xE1, (byte)(length >> 8), (byte)length, .. "Exif\0\0"u8, .. tiff, .. jpeg.AsSpan(2)];
    }

    /// <summary>A small JPEG that says how wide and high it is, and is not.</summary>
    public static byte[] Bomb(int side = 20_000)
    {
        var jpeg = Halves(16, 16, SKEncodedImageFormat.Jpeg);
        var frame = jpeg.AsSpan().IndexOf(new byte[] { 0xFF, 0xC0 });
        ((byte[])[(byte)(side >> 8), (byte)side, (byte)(side >> 8), (byte)side]).CopyTo(jpeg.AsSpan(frame + 5));
        return jpeg;
    }
}
