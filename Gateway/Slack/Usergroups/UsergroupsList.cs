using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>Lists the team's user groups: all in one answer, or in pages for who asks for them (Slack: usergroups.list).</summary>
internal static class UsergroupsList
{
    private const string CursorKind = "group";

    public static SlackMethod Method { get; } = new(
        "usergroups.list", SlackTokenKind.Any, Writes: false,
        [
            new("include_disabled?: bool", "Whether disabled groups are listed too."), new("include_users?: bool", "Whether the members are listed."),
            new("include_count?: bool", "Asks for the number of members, which is told in any case."), "limit?", "cursor?",
        ],
        ["usergroups: usergroup[]", "response_metadata.next_cursor"],
        ["invalid_cursor", "invalid_limit"], HandleAsync, Summary: "Lists the team's user groups.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var arguments = call.Arguments;
        var limit = arguments.Limit(ITeamGrain.GroupsMax, ITeamGrain.GroupsMax);
        UserGroupId? after = arguments.Cursor(CursorKind) is { } position
            ? UserGroupId.TryParse(position, out var id) ? id : throw new SlackRefusedException(SlackError.InvalidCursor)
            : null;
        var withUsers = arguments.Flag("include_users");
        var query = new GroupQuery(arguments.Flag("include_disabled"), withUsers, after, limit);
        var page = await call.ReadAsync(() => call.Team.Groups(query));
        var shown = (await GuestSight.ShownAsync(call, [.. page.Groups.SelectMany(g => g.Group.Channels)])).ToHashSet(StringComparer.Ordinal);
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("usergroups"u8);
            foreach (var view in page.Groups)
            {
                GroupJson.Write(writer, view.Group with { Channels = [.. view.Group.Channels.Where(shown.Contains)] }, view.UserCount, call.Caller.Team, withUsers);
            }

            writer.WriteEndArray();
            writer.WriteNextCursor(page is { HasMore: true, Groups.Length: > 0 } ? SlackCursor.Encode(CursorKind, page.Groups[^1].Group.Id.Value) : null);
        });
    }
}
