using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>State equals replay: a start payload and the frames after it are a fresh start payload, whatever happened between.</summary>
[Collection(ProductCollection.Name)]
public sealed class ReplayTests(ProductFixture product) : IDisposable
{
    private const int Steps = 150;

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Boot_and_the_frames_after_it_are_a_fresh_boot(int seed)
    {
        var actor = await ReplayActor.SetUpAsync(api, seed);
        await using var member = await ReplayObserver.BootAsync(api, actor.Observers[0].Token);
        await using var admin = await ReplayObserver.BootAsync(api, actor.Observers[1].Token);
        await using var guest = await ReplayObserver.BootAsync(api, actor.Observers[2].Token);
        ReplayObserver[] observers = [member, admin, guest];
        await new ReplayTour(actor, api).RunAsync();
        await SettleAsync();
        await actor.RunAsync(Steps / 2, observers);
        await SettleAsync();
        foreach (var observer in observers)
        {
            await observer.CutAsync(() => actor.RunAsync(Steps / 6));
            await actor.RunAsync(3);
        }

        await SettleAsync();
        var missing = RtmFrameKinds.All().Except(observers.SelectMany(o => o.Kinds), StringComparer.Ordinal).Except(BootState.WithoutEffect.Keys, StringComparer.Ordinal);
        Assert.Equal([], missing.Order(StringComparer.Ordinal));

        async Task SettleAsync()
        {
            foreach (var observer in observers)
            {
                await observer.SettleAsync();
            }
        }
    }

    [Fact]
    public void Kinds_without_effect_are_kinds_that_there_are()
    {
        string[] ofTheSocket = ["hello", "pong", "goodbye", "reconnect_url", "resync"];
        Assert.Equal([], BootState.WithoutEffect.Keys.Except(RtmFrameKinds.All(), StringComparer.Ordinal).Except(ofTheSocket, StringComparer.Ordinal));
    }
}
