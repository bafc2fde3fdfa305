namespace OrleansSocial.Gateway.Slack.Team;

/// <summary>Lists the fields that a team adds to its members' profiles (Slack: team.profile.get): there are none, and clients ask.</summary>
internal static class TeamProfileGet
{
    private static readonly string[] Visibilities = ["all", "visible", "hidden"];

    public static SlackMethod Method { get; } = new(
        "team.profile.get", SlackTokenKind.Any, Writes: false,
        [new("visibility?: 'all' | 'visible' | 'hidden'", "Which of the fields.")], [new("profile: object", ["fields: object[]", "sections: object[]"])], [],
        Handle, Summary: "Lists the fields that a team adds to its members' profiles.", NotServed: "custom fields (there are none)");

    private static Task<SlackReply> Handle(SlackCall call)
    {
        if (call.Arguments.Text("visibility") is { } visibility && !Visibilities.Contains(visibility, StringComparer.Ordinal))
        {
            throw new SlackRefusedException(SlackError.InvalidArguments, "visibility: all, visible or hidden");
        }

        return Task.FromResult(SlackReply.Ok(static writer =>
        {
            writer.WriteStartObject("profile"u8);
            writer.WriteStartArray("fields"u8);
            writer.WriteEndArray();
            writer.WriteStartArray("sections"u8);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }));
    }
}
