using System.Text.Json.Serialization;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>A message as the yardsticks send it: the fields of the product's frame.</summary>
internal sealed record ChatMessage(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("channel")] string Channel,
    [property: JsonPropertyName("user")] string User,
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("ts")] string Ts,
    [property: JsonPropertyName("team")] string Team,
    [property: JsonPropertyName("event_ts")] string EventTs,
    [property: JsonPropertyName("channel_type")] string ChannelType)
{
    /// <summary>The team that every yardstick's message is of.</summary>
    public const string YardstickTeam = "T00000BENCH";

    /// <summary>Makes a message.</summary>
    public static ChatMessage Create(string channel, string user, string text, string ts) =>
        new("message", channel, user, text, ts, YardstickTeam, ts, "channel");
}
