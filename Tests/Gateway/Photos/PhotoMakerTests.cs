using System.Text;
using OrleansSocial.Gateway.Photos;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;
using SkiaSharp;

namespace OrleansSocial.Tests.Gateway.Photos;

/// <summary>Pictures are made anew within bounds, and what is no picture is refused.</summary>
public sealed class PhotoMakerTests : IDisposable
{
    private static readonly UserId Ann = new("UANN000001");
    private readonly PhotoMaker _maker = new();

    public void Dispose() => _maker.Dispose();

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public async Task Every_size_is_a_square_jpeg_with_white_borders(SKEncodedImageFormat format)
    {
        var photo = await MadeAsync(TestImages.Halves(800, 400, format));
        Assert.Equal(MemberPhoto.Sizes.Length, photo.Images.Length);
        foreach (var (image, side) in photo.Images.Zip(MemberPhoto.Sizes))
        {
            using var shown = SKBitmap.Decode(image);
            Assert.Equal([0xFF, 0xD8, 0xFF], image[..3]);
            Assert.Equal((side, side), (shown.Width, shown.Height));
            Assert.Equal(["white", "red", "blue", "white"], [At(shown, 0.5, 0.1), At(shown, 0.2, 0.5), At(shown, 0.8, 0.5), At(shown, 0.5, 0.9)]);
        }

        Assert.Matches("^[0-9a-f]{32}$", photo.Hash);
        Assert.Equal(photo.Hash, (await MadeAsync(TestImages.Halves(800, 400, format))).Hash);
        Assert.NotEqual(photo.Hash, (await _maker.MakeAsync(TestImages.Halves(800, 400, format), null, new UserId("UBOB000001"))).Photo!.Hash);
    }

    [Fact]
    public async Task A_gif_shows_its_first_frame()
    {
        using var shown = SKBitmap.Decode((await MadeAsync(TestImages.Gif(3))).Images[^1]);
        Assert.Equal("red", At(shown, 0.5, 0.5));
    }

    [Fact]
    public async Task A_crop_is_a_square_inside_the_picture()
    {
        var picture = TestImages.Halves(800, 400, SKEncodedImageFormat.Png);
        using var right = SKBitmap.Decode((await MadeAsync(picture, new PhotoCrop(500, 100, 300))).Images[^1]);
        Assert.Equal(["blue", "blue", "blue"], [At(right, 0.01, 0.01), At(right, 0.5, 0.5), At(right, 0.99, 0.99)]);
        Assert.Equal(PhotoFault.None, await FaultAsync(picture, new PhotoCrop(400, 0, 400)));
        Assert.Equal(PhotoFault.BadCrop, await FaultAsync(picture, new PhotoCrop(401, 0, 400)));
        Assert.Equal(PhotoFault.BadCrop, await FaultAsync(picture, new PhotoCrop(0, 1, 400)));
        Assert.Equal(PhotoFault.BadCrop, await FaultAsync(picture, new PhotoCrop(0, 0, 401)));
    }

    [Theory]
    [InlineData(1, "red", "blue", null, null)]
    [InlineData(2, "blue", "red", null, null)]
    [InlineData(3, "blue", "red", null, null)]
    [InlineData(4, "red", "blue", null, null)]
    [InlineData(5, null, null, "red", "blue")]
    [InlineData(6, null, null, "red", "blue")]
    [InlineData(7, null, null, "blue", "red")]
    [InlineData(8, null, null, "blue", "red")]
    public async Task A_picture_is_turned_as_its_exif_says_and_loses_it(byte orientation, string? left, string? right, string? top, string? bottom)
    {
        var jpeg = TestImages.WithExif(TestImages.Halves(64, 32, SKEncodedImageFormat.Jpeg), orientation, "the place where it was taken");
        var photo = await MadeAsync(jpeg);
        using var shown = SKBitmap.Decode(photo.Images[^1]);
        if (left is not null)
        {
            Assert.Equal((left, right, "white"), (At(shown, 0.1, 0.5), At(shown, 0.9, 0.5), At(shown, 0.5, 0.1)));
        }
        else
        {
            Assert.Equal((top, bottom, "white"), (At(shown, 0.5, 0.1), At(shown, 0.5, 0.9), At(shown, 0.1, 0.5)));
        }

        Assert.All(photo.Images, i => Assert.DoesNotContain("the place", Encoding.Latin1.GetString(i), StringComparison.Ordinal));
        Assert.All(photo.Images, i => Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(i), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_picture_that_nothing_compresses_fits()
    {
        var photo = await MadeAsync(TestImages.Noise(512));
        Assert.InRange(photo.Images.Sum(i => i.Length), 1, MemberPhoto.BytesMax);
    }

    [Fact]
    public async Task Measures_are_looked_at_before_pixels()
    {
        Assert.Equal(PhotoFault.None, await FaultAsync(TestImages.Halves(4_096, 2_048, SKEncodedImageFormat.Png)));
        Assert.Equal(PhotoFault.TooLarge, await FaultAsync(TestImages.Halves(4_096, 2_049, SKEncodedImageFormat.Png)));
        Assert.Equal(PhotoFault.TooLarge, await FaultAsync(TestImages.Halves(4_097, 1, SKEncodedImageFormat.Png)));

        // Decoded it would be 1.6 GB; what is over Skia's own bound is not even a picture to it.
        Assert.Equal(PhotoFault.TooLarge, await FaultAsync(TestImages.Bomb()));
        Assert.Equal(PhotoFault.BadImage, await FaultAsync(TestImages.Bomb(65_535)));
    }

    [Fact]
    public async Task Frames_and_scans_are_bounded()
    {
        Assert.Equal(PhotoFault.None, await FaultAsync(TestImages.Gif(PhotoMaker.FramesMax)));
        Assert.Equal(PhotoFault.TooManyFrames, await FaultAsync(TestImages.Gif(PhotoMaker.FramesMax + 1)));
        var jpeg = TestImages.Halves(16, 16, SKEncodedImageFormat.Jpeg);
        var scan = new byte[] { 0xFF, 0xDA };
        Assert.Equal(PhotoFault.None, await FaultAsync([.. jpeg, .. Enumerable.Repeat(scan, PhotoMaker.ScansMax - 1).SelectMany(s => s)]));
        Assert.Equal(PhotoFault.TooLarge, await FaultAsync([.. jpeg, .. Enumerable.Repeat(scan, PhotoMaker.ScansMax).SelectMany(s => s)]));
    }

    [Fact]
    public async Task What_is_no_picture_is_refused()
    {
        var png = TestImages.Halves(64, 64, SKEncodedImageFormat.Png);
        var jpeg = TestImages.Halves(64, 64, SKEncodedImageFormat.Jpeg);
        byte[][] files =
        [
            [], [0], "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>"u8.ToArray(), "<!doctype html><script>alert(1)</script>"u8.ToArray(),
            TestImages.Halves(64, 64, SKEncodedImageFormat.Webp), png[..8], png[..(png.Length / 2)], TestImages.Noise(64)[..^40], jpeg[..3], jpeg[..(jpeg.Length / 2)],
            TestImages.Gif()[..13], TestImages.Gif()[..^8], [.. png[..8], .. new byte[500]], [.. jpeg[..3], .. new byte[500]],
        ];
        foreach (var (index, file) in files.Index())
        {
            Assert.Equal((index, PhotoFault.BadImage), (index, await FaultAsync(file)));
        }
    }

    [Fact]
    public async Task Only_so_many_are_read_and_wait_at_once()
    {
        var picture = TestImages.Halves(4_096, 2_048, SKEncodedImageFormat.Png);
        var faults = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => FaultAsync(picture)));
        Assert.Contains(PhotoFault.Busy, faults);
        Assert.InRange(faults.Count(f => f == PhotoFault.None), PhotoMaker.AtOnceMax + PhotoMaker.WaitingMax, 39);
        Assert.All(faults, f => Assert.True(f is PhotoFault.None or PhotoFault.Busy, $"{f}"));
        Assert.Equal(PhotoFault.None, await FaultAsync(picture));
    }

    private static string At(SKBitmap image, double x, double y) => image.GetPixel((int)(x * image.Width), (int)(y * image.Height)) switch
    {
        { Red: > 200, Green: > 200, Blue: > 200 } => "white",
        { Red: > 150, Green: < 100, Blue: < 100 } => "red",
        { Red: < 100, Green: < 100, Blue: > 150 } => "blue",
        var other => $"{other}",
    };

    private async Task<PhotoFault> FaultAsync(byte[] file, PhotoCrop? crop = null) => (await _maker.MakeAsync(file, crop, Ann)).Fault;

    private async Task<MemberPhoto> MadeAsync(byte[] file, PhotoCrop? crop = null)
    {
        var (fault, photo) = await _maker.MakeAsync(file, crop, Ann);
        Assert.Equal(PhotoFault.None, fault);
        return photo!;
    }
}
