using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>One person: token, channels, socket.</summary>
internal sealed class CrowdMember(CrowdTeam team, ProductMember member, IReadOnlyList<CrowdChannel> channels, int seed)
{
    /// <summary>Gets the team.</summary>
    public CrowdTeam Team => team;

    /// <summary>Gets the id.</summary>
    public string Id => member.Id;

    /// <summary>Gets the token.</summary>
    public string Token => member.Token;

    /// <summary>Gets the channels.</summary>
    public IReadOnlyList<CrowdChannel> Channels => channels;

    /// <summary>Gets what this person draws by; one action of a person runs at a time.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Gets or sets whose presence the socket subscribes to.</summary>
    public IReadOnlyList<string> Watched { get; set; } = [];

    /// <summary>Gets or sets the socket; null while there is none.</summary>
    public CrowdSocket? Socket { get; set; }

    /// <summary>Gets or sets the person's last post.</summary>
    public (CrowdChannel Channel, string Ts)? LastPost { get; set; }

    /// <summary>Draws one of the channels.</summary>
    public CrowdChannel Channel() => channels[Random.Next(channels.Count)];
}
