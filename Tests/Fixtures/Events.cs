using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>Builds events of chains.</summary>
internal static class Events
{
    public static readonly TeamId Team = TeamId.FromNumber(1);

    public static readonly UserId Ann = new("U0000000ANN");

    public static readonly UserId Bob = new("U0000000BOB");

    public static readonly ChainId Channel = ChainId.Of(Team, new ChannelId("C0000000001"));

    /// <summary>A message; the one before it is at <paramref name="ts"/> - 1.</summary>
    public static ChannelEvent Message(long ts, string text = "m", ChainId? chain = null, long? prev = null, UserId? author = null) =>
        Of(EventKind.Message, ts, text, chain, prev, author);

    public static ChannelEvent Of(
        EventKind kind, long ts, string text = "", ChainId? chain = null, long? prev = null, UserId? author = null, string? extras = null, long? target = null) =>
        new(chain ?? Channel, ts, prev ?? ts - 1, kind, (author ?? Ann).Value, target, null, text, extras, 0);
}
