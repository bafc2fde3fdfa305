using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OrleansSocial.Tests.Fixtures;
using OrleansSocial.Tests.Gateway.Photos;
using SkiaSharp;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Members' pictures, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class PhotoTests(ProductFixture product) : IDisposable
{
    private static readonly int[] Sizes = [24, 32, 48, 72, 192, 512];
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_picture_is_set_told_served_replaced_and_taken_away()
    {
        var (token, user) = await api.NewMemberAsync();
        var (watcher, _) = await api.NewMemberAsync();
        using var socket = await RtmClient.OpenAsync(api, watcher);
        Assert.Equal(string.Empty, (await ProfileAsync(watcher, user)).Text("avatar_hash"));

        var set = (await OkAsync(token, TestImages.Halves(600, 300, SKEncodedImageFormat.Png))).GetProperty("profile");
        var profile = await ProfileAsync(watcher, user);
        Assert.Equal((set.Text("avatar_hash"), true), (profile.Text("avatar_hash"), profile.GetProperty("is_custom_image").GetBoolean()));
        Assert.Equal(profile.Text("image_512"), profile.Text("image_original"));
        var told = await socket.FrameAsync("user_change", f => TestSocket.Is(f, "user_change") && Hash(f).Length > 0);
        Assert.Equal((user, set.Text("avatar_hash")), (told.GetProperty("user").Text("id"), Hash(told)));
        foreach (var size in Sizes)
        {
            using var image = SKBitmap.Decode(await ServedAsync(profile.Text($"image_{size}")));
            Assert.Equal((size, size), (image.Width, image.Height));
        }

        // The frame's URL leads there too, whatever host it names.
        await ServedAsync(told.GetProperty("user").GetProperty("profile").Text("image_48"));

        var second = (await OkAsync(token, TestImages.Gif(2))).GetProperty("profile");
        Assert.NotEqual(set.Text("avatar_hash"), second.Text("avatar_hash"));
        await GoneAsync(profile.Text("image_512"));
        await ServedAsync(second.Text("image_512"));

        await api.OkAsync("users.deletePhoto", token);
        await api.OkAsync("users.deletePhoto", token);
        await GoneAsync(second.Text("image_512"));
        var without = await ProfileAsync(watcher, user);
        Assert.Equal((string.Empty, false), (without.Text("avatar_hash"), without.TryGetProperty("image_512", out _)));
        await socket.FrameAsync("user_change without a picture", f => TestSocket.Is(f, "user_change") && Hash(f).Length == 0);
    }

    [Fact]
    public async Task A_picture_is_served_as_nothing_but_a_picture()
    {
        var (token, _) = await api.NewMemberAsync();
        var url = new Uri((await OkAsync(token, TestImages.Halves(64, 64, SKEncodedImageFormat.Jpeg))).GetProperty("profile").Text("image_48"));
        using var get = await api.Http.GetAsync(url);
        Assert.Equal("image/jpeg", get.Content.Headers.ContentType?.ToString());
        Assert.Equal("nosniff", get.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", get.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains("immutable", get.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        using var head = await api.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));
        Assert.Equal((HttpStatusCode.OK, get.Content.Headers.ContentLength), (head.StatusCode, head.Content.Headers.ContentLength));
        using var known = new HttpRequestMessage(HttpMethod.Get, url);
        known.Headers.IfNoneMatch.Add(get.Headers.ETag!);
        using var unchanged = await api.Http.SendAsync(known);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);

        var parts = url.AbsolutePath.Split('/');
        foreach (var path in new[]
        {
            url.AbsolutePath.Replace("/48.jpg", "/49.jpg", StringComparison.Ordinal), url.AbsolutePath.Replace("/48.jpg", "/-1.jpg", StringComparison.Ordinal),
            url.AbsolutePath.Replace(parts[4], new string('0', 32), StringComparison.Ordinal), url.AbsolutePath.Replace(parts[4], parts[4][..31], StringComparison.Ordinal),
            url.AbsolutePath.Replace(parts[3], product.Demo.Users[0].Id, StringComparison.Ordinal), url.AbsolutePath.Replace(parts[2], "T000000000", StringComparison.Ordinal),
            $"/photos/{parts[2]}/{parts[3]}/%00/48.jpg", $"/photos/a/b/{parts[4]}/48.jpg", $"/photos/{parts[2]}/{parts[3]}/{parts[4]}/..%2f48.jpg",
        })
        {
            using var answer = await api.Http.GetAsync(new Uri(url, path));
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task What_is_no_picture_gets_its_word_and_changes_nothing()
    {
        var (token, user) = await api.NewMemberAsync();
        var png = TestImages.Halves(64, 64, SKEncodedImageFormat.Png);
        foreach (var (file, word) in new[]
        {
            ("<svg xmlns=\"http://www.w3.org/2000/svg\"/>"u8.ToArray(), "bad_image"), ("<html><script>alert(1)</script>"u8.ToArray(), "bad_image"),
            ([], "bad_image"), (TestImages.Noise(64)[..^40], "bad_image"), (TestImages.Bomb(), "too_large"), (TestImages.Halves(4_096, 4_096, SKEncodedImageFormat.Png), "too_large"),
            (TestImages.Gif(101), "too_many_frames"), ([.. png, .. new byte[1024 * 1024]], "too_large"),
        })
        {
            var (status, body) = await SendAsync(token, file);
            Assert.Equal((HttpStatusCode.OK, word), (status, body.Text("error")));
        }

        Assert.Equal("invalid_arguments", (await SendAsync(token, png, crop: ("1", "0", "64"))).Body.Text("error"));
        Assert.Equal("invalid_arguments", (await SendAsync(token, png, crop: ("-1", "0", "8"))).Body.Text("error"));
        Assert.Equal("invalid_arguments", (await SendAsync(token, png, crop: ("0", "0", "99999999999"))).Body.Text("error"));
        Assert.Equal("invalid_arguments", (await SendAsync(token, png, name: "file")).Body.Text("error"));
        Assert.Equal("invalid_arguments", await api.ErrorAsync("users.setPhoto", token));
        Assert.Equal("bad_image", await api.ErrorAsync("users.setPhoto", token, ("image", "text")));
        Assert.Equal(string.Empty, (await ProfileAsync(token, user)).Text("avatar_hash"));
        var (_, cropped) = await SendAsync(token, png, crop: ("32", "0", "32"));
        using var shown = SKBitmap.Decode(await ServedAsync(cropped.GetProperty("profile").Text("image_512")));
        Assert.True(shown.GetPixel(5, 5) is { Blue: > 150, Red: < 100 }, $"{shown.GetPixel(5, 5)}");
    }

    [Fact]
    public async Task An_admin_takes_a_members_picture_away_and_the_audit_shows_it()
    {
        var (token, user) = await api.NewMemberAsync();
        var (other, _) = await api.NewMemberAsync();
        await OkAsync(token, TestImages.Gif());
        Assert.Equal("not_admin", await api.ErrorAsync("users.deletePhoto", other, ("user", user)));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.deletePhoto", api.Ann, ("user", "U0NOBODY00")));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.deletePhoto", api.Ann, ("user", "nonsense")));
        await api.OkAsync("users.deletePhoto", api.Ann, ("user", user));
        Assert.Equal(string.Empty, (await ProfileAsync(other, user)).Text("avatar_hash"));
        var entries = (await api.OkAsync("social.audit.list", api.Ann)).GetProperty("entries").EnumerateArray();
        Assert.Single(entries, e => string.Equals(e.Text("action"), "member.photo.delete", StringComparison.Ordinal) && string.Equals(e.Text("target"), user, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_repeat_under_its_key_does_not_bring_a_picture_back()
    {
        var (token, user) = await api.NewMemberAsync();
        var key = Guid.CreateVersion7().ToString();
        await SendAsync(token, TestImages.Gif(), key: key);
        await api.OkAsync("users.deletePhoto", token);
        Assert.True((await SendAsync(token, TestImages.Gif(), key: key)).Body.GetProperty("ok").GetBoolean());
        Assert.Equal(string.Empty, (await ProfileAsync(token, user)).Text("avatar_hash"));
    }

    private static string Hash(JsonElement frame) => frame.GetProperty("user").GetProperty("profile").Text("avatar_hash");

    private async Task<JsonElement> ProfileAsync(string token, string user) =>
        (await api.OkAsync("users.info", token, ("user", user))).GetProperty("user").GetProperty("profile");

    private async Task<JsonElement> OkAsync(string token, byte[] file)
    {
        var (status, body) = await SendAsync(token, file);
        Assert.True(body.GetProperty("ok").GetBoolean(), $"{status} {body}");
        return body;
    }

    private async Task<byte[]> ServedAsync(string url)
    {
        using var answer = await api.Http.GetAsync(new Uri(url));
        Assert.True(answer.IsSuccessStatusCode, $"{url}: {answer.StatusCode}");
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task GoneAsync(string url)
    {
        using var answer = await api.Http.GetAsync(new Uri(url));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        string token, byte[] file, (string X, string Y, string W)? crop = null, string name = "image", string? key = null)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        form.Add(content, name, "me.png");
        if (crop is { } c)
        {
            form.Add(new StringContent(c.X), "crop_x");
            form.Add(new StringContent(c.Y), "crop_y");
            form.Add(new StringContent(c.W), "crop_w");
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, "api/users.setPhoto");
        request.Content = form;
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await api.SendAsync(request, token);
    }
}
