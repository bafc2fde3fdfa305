using System.Text.Json;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>A client: it boots, opens its socket from the mark and applies each frame once, in the order of arrival.</summary>
internal sealed class ReplayObserver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly ProductApi api;
    private readonly string url;
    private TestSocket socket;
    private int applied;
    private int posts;

    private ReplayObserver(ProductApi api, string token, JsonElement boot, TestSocket socket)
    {
        (this.api, Token, url, this.socket) = (api, token, boot.Text("url"), socket);
        State = new BootState(boot);
    }

    public string Token { get; }

    public BootState State { get; }

    /// <summary>Gets the kinds of frames that came.</summary>
    public HashSet<string> Kinds { get; } = new(StringComparer.Ordinal);

    public static async Task<ReplayObserver> BootAsync(ProductApi api, string token)
    {
        var boot = await api.OkAsync("social.boot", token);
        return new ReplayObserver(api, token, boot, await TestSocket.OpenAsync(boot.Text("url")));
    }

    public Task SendAsync(object frame) => socket.SendAsync(JsonSerializer.Serialize(frame));

    /// <summary>Posts over the socket.</summary>
    public async Task PostAsync(string channel, string text)
    {
        var id = ++posts;
        await SendAsync(new { id, type = "message", channel, text });
        var reply = await socket.WaitAsync("the reply to a post", f => f.TryGetProperty("reply_to", out var to) && to.GetInt32() == id);
        await ApplyAsync();
        if (reply.GetProperty("ok").GetBoolean())
        {
            State.Posted(channel, reply);
        }
    }

    /// <summary>Cuts the line, does something and comes back by the same mark.</summary>
    public async Task CutAsync(Func<Task> meanwhile)
    {
        await ApplyAsync();
        await socket.ResetAsync();
        await ApplyAsync();
        await socket.DisposeAsync();
        await meanwhile();
        (socket, applied) = (await TestSocket.OpenAsync(url), 0);
    }

    /// <summary>Waits until the client has what a fresh boot says.</summary>
    public async Task SettleAsync()
    {
        IReadOnlyList<string> differences = [];
        var boot = await api.OkAsync("social.boot", Token);
        await Eventually.TrueAsync(
            () => $"{State.Me} has what a fresh boot says:\n{string.Join('\n', differences)}\nlast frames:\n{string.Join('\n', socket.Frames.TakeLast(20))}",
            async () =>
            {
                await ApplyAsync();
                differences = State.Differences(boot);
                return differences.Count == 0;
            },
            Patience);
    }

    public ValueTask DisposeAsync() => socket.DisposeAsync();

    private async Task ApplyAsync()
    {
        var frames = socket.Frames;
        for (; applied < frames.Count; applied++)
        {
            Kinds.Add(BootState.KindOf(frames[applied]));
            if (frames[applied].TryGetProperty("type", out _))
            {
                State.Apply(frames[applied]);
            }
        }

        foreach (var stranger in State.Strangers)
        {
            State.Learn((await api.OkAsync("users.info", Token, ("user", stranger))).GetProperty("user"));
        }
    }
}
