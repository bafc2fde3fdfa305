using System.Globalization;
using System.Text;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>A start costs what the caller has, and not what the team has.</summary>
[Collection(ProductCollection.Name)]
public sealed class BootSizeTests(ProductFixture product) : IDisposable
{
    private const int OwnChannels = 50;
    private const int Strangers = 20;
    private const int BytesMax = 50_000;

    // Counts of the general channel, which everybody is in, may get a digit longer; one more member or channel would be over 200 bytes.
    private const int GrowthMax = 20;

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Fifty_channels_are_under_50_kB_even_without_compression_and_others_members_and_channels_add_nothing()
    {
        var (ann, _, _) = await api.NewTeamAsync();
        for (var i = 1; i < OwnChannels; i++)
        {
            var channel = await api.NewChannelAsync(ann);
            await api.PostAsync(ann, channel, "a word");
        }

        var before = await BootBytesAsync(ann);
        Assert.InRange(before, 1_000, BytesMax);

        var invite = (await api.OkAsync("social.invites.create", ann)).GetProperty("invite").Text("code");
        var strangers = new List<string>();
        for (var i = 0; i < Strangers; i++)
        {
            var name = ProductApi.Unique("stranger");
            var answer = await api.OkAsync("social.signUp", null, ("name", name), ("email", $"{name}@example.org"), ("password", "a long password"), ("invite", invite));
            strangers.Add(answer.Text("token"));
            await api.NewChannelAsync(strangers[^1]);
        }

        var listed = await api.OkAsync("conversations.list", ann, ("limit", "1000"));
        Assert.Equal(OwnChannels + Strangers, listed.GetProperty("channels").GetArrayLength());
        Assert.InRange(await BootBytesAsync(ann), before - GrowthMax, before + GrowthMax);
    }

    private async Task<int> BootBytesAsync(string token)
    {
        var boot = await api.OkAsync("social.boot", token);
        Assert.True(boot.GetProperty("channels").GetArrayLength() >= OwnChannels, string.Create(CultureInfo.InvariantCulture, $"{boot}"));
        return Encoding.UTF8.GetByteCount(boot.GetRawText());
    }
}
