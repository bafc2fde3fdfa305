using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack.Reactions;

/// <summary>What reactions.add and reactions.remove share.</summary>
internal static class ReactionCall
{
    /// <summary>The longest name, characters.</summary>
    public const int NameLengthMax = 100;

    /// <summary>The arguments of both.</summary>
    public static readonly IReadOnlyList<SlackField> Arguments = ["channel", "timestamp", new("name", "The emoji's name, with or without colons.")];

    /// <summary>Adds or removes the caller's reaction.</summary>
    public static async Task<SlackReply> HandleAsync(SlackCall call, bool remove)
    {
        var name = call.Arguments.Text("name")?.Trim(':');
        if (!IsName(name))
        {
            return SlackReply.Refused("invalid_name");
        }

        if (call.Arguments.Text("timestamp") is null)
        {
            return SlackReply.Refused("no_item_specified");
        }

        var ts = call.Arguments.Ts("timestamp", "bad_timestamp");
        var channel = await call.ChannelIdAsync();
        var result = await call.AskAsync(channel, grain => grain.React(call.Caller, ts, name!, remove, call.DedupeKey));
        return result.Error == PostError.None ? SlackReply.Done : SlackError.Reply(result.Error, result.RetryAfter);
    }

    /// <summary>Tells whether a text can be an emoji's name, without its colons.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= NameLengthMax } && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '+' or '\'' or ':');
}
