namespace OrleansSocial.Tests.Gateway.Slack.Product.Replay;

/// <summary>What <see cref="ReplayActor"/> remembers of a channel.</summary>
internal sealed class ReplayChannel(string id, bool isDirect)
{
    public string Id => id;

    public bool IsDirect => isDirect;

    public HashSet<int> Members { get; } = [];

    public List<(string Ts, int Author)> Messages { get; } = [];

    public List<(string Ts, string Parent, int Author)> Replies { get; } = [];
}
