using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Gateway.Slack.Api;

/// <summary>Echoes its arguments (Slack: api.test).</summary>
internal static class ApiTest
{
    public static SlackMethod Method { get; } = new(
        "api.test", SlackTokenKind.None, Writes: false,
        ["error?", "(any)?"], ["args: text{}"], ["(the word in `error`)"], Handle, Summary: "Answers with its arguments, or with the error that is asked for.")
    {
        Tier = RateTier.Tier4,
    };

    private static Task<SlackReply> Handle(SlackCall call)
    {
        if (call.Arguments.Text("error") is { } error)
        {
            return Task.FromResult(SlackReply.Refused(error));
        }

        return Task.FromResult(SlackReply.Ok(writer =>
        {
            writer.WriteStartObject("args"u8);
            foreach (var (name, value) in call.Arguments.All.Where(a => !string.Equals(a.Key, "token", StringComparison.Ordinal)))
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }));
    }
}
