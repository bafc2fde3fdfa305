namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>An event chain: a channel's, a user's or a team's. It names the grain and the head row.</summary>
/// <param name="Team">The team that owns the chain; from the caller's token, never from its arguments.</param>
/// <param name="Id">The channel's, user's or team's id: the key of the head row.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChainId")]
public readonly record struct ChainId([property: Id(0)] TeamId Team, [property: Id(1)] string Id)
{
    /// <summary>Gets the grain key: <c>T…</c> for a team, <c>T…/C…</c> or <c>T…/U…</c> for the others.</summary>
    public string GrainKey => Kind == 'T' ? Team.Value : $"{Team.Value}/{Id}";

    /// <summary>Gets the kind letter: <c>C</c>, <c>G</c>, <c>D</c>, <c>U</c>, <c>W</c> or <c>T</c>.</summary>
    public char Kind => Id[0];

    /// <summary>Names a channel's chain.</summary>
    public static ChainId Of(TeamId team, ChannelId channel) => new(team, channel.Value);

    /// <summary>Names a member's chain.</summary>
    public static ChainId Of(TeamId team, UserId user) => new(team, user.Value);

    /// <summary>Names a team's chain.</summary>
    public static ChainId Of(TeamId team) => new(team, team.Value);

    /// <summary>Reads a grain key.</summary>
    /// <exception cref="FormatException">The key has another form.</exception>
    public static ChainId FromGrainKey(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var team = slash < 0 ? key : key[..slash];
        if (!TeamId.TryParse(team, out var teamId) || slash == key.Length - 1)
        {
            throw new FormatException($"Not a chain's grain key: {key}");
        }

        return new ChainId(teamId, slash < 0 ? team : key[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => GrainKey;
}
