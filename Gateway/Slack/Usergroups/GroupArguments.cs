using System.Collections.Immutable;
using OrleansSocial.Gateway.Slack.Json;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Gateway.Slack.Usergroups;

/// <summary>What the usergroups methods share: their arguments, and how the team is asked.</summary>
internal static class GroupArguments
{
    /// <summary>The arguments that making and changing a group share.</summary>
    public static readonly IReadOnlyList<SlackField> Fields =
    [
        new("handle?: text", "The name to mention it by, unique in the team."), new("description?: text", "What it is for."),
        new("channels?: channel_id[]", "Channels that belong to it."),
    ];

    private static readonly string[] Reserved = ["here", "channel", "everyone", "group"];

    /// <summary>Reads which group is meant.</summary>
    public static UserGroupId Id(SlackArguments arguments) => arguments.Text("usergroup") switch
    {
        null => throw new SlackRefusedException("missing_argument"),
        var text when UserGroupId.TryParse(text, out var id) => id,
        _ => throw new SlackRefusedException("no_such_subteam"),
    };

    /// <summary>Reads a new group, or a change of one.</summary>
    /// <param name="arguments">The call's.</param>
    /// <param name="isNew">A new one must have a name; without a handle it gets one made of it.</param>
    public static GroupChange Change(SlackArguments arguments, bool isNew)
    {
        var name = arguments.Text("name")?.Trim();
        if (string.IsNullOrEmpty(name) && (isNew || name is not null))
        {
            throw new SlackRefusedException("missing_subteam_name");
        }

        if (name is { Length: > GroupChange.NameLengthMax })
        {
            throw new SlackRefusedException("name_too_long");
        }

        var description = arguments.Raw("description")?.Trim();
        if (description is { Length: > GroupChange.DescriptionLengthMax })
        {
            throw new SlackRefusedException("description_too_long");
        }

        if (name is not null && !(ShownName.IsClean(name) && ShownName.IsVisible(name)))
        {
            throw new SlackRefusedException(SlackError.InvalidArguments, "name: a character that is not seen, or that turns the text around");
        }

        var handle = arguments.Text("handle")?.Trim().TrimStart('@') ?? (isNew ? HandleOf(name!) : null);
        return new GroupChange(name, handle is null ? null : Checked(handle), description, Channels(arguments));
    }

    /// <summary>Reads the members of a group: all of them, each once.</summary>
    public static ImmutableArray<string> Users(SlackArguments arguments)
    {
        var users = arguments.Strings("users").Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (users.IsEmpty)
        {
            throw new SlackRefusedException("no_users_provided");
        }

        if (users.Length > ITeamGrain.GroupUsersMax)
        {
            throw new SlackRefusedException("subteam_max_users_exceeded");
        }

        return users.All(u => UserId.TryParse(u, out _)) ? users : throw new SlackRefusedException("invalid_users");
    }

    /// <summary>Asks the team for a change and answers with the group after it.</summary>
    public static async Task<SlackReply> AskAsync(SlackCall call, Func<ITeamGrain, Task<GroupResult>> change)
    {
        var result = await call.Services.Retry.RunAsync(() => change(call.Team), static r => r.Error == TeamError.Unavailable);
        return GroupJson.Reply(result, call.Caller.Team);
    }

    private static ImmutableArray<string>? Channels(SlackArguments arguments)
    {
        if (arguments.Raw("channels") is null)
        {
            return null;
        }

        var channels = arguments.Strings("channels").Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (channels.Length > GroupChange.ChannelsMax)
        {
            throw new SlackRefusedException("too_many_linked_channels");
        }

        return channels.All(c => ChannelId.TryParse(c, out _)) ? channels : throw new SlackRefusedException("invalid_channel_provided");
    }

    private static string HandleOf(string name)
    {
        var letters = name.ToLowerInvariant().Select(c => char.IsWhiteSpace(c) ? '-' : c).Where(IsInHandle).Take(GroupChange.HandleLengthMax);
        return string.Concat(letters).Trim('-');
    }

    private static string Checked(string handle)
    {
        if (handle.Length is 0 or > GroupChange.HandleLengthMax || !handle.All(IsInHandle))
        {
            throw new SlackRefusedException("bad_handle");
        }

        return Reserved.Contains(handle, StringComparer.Ordinal) ? throw new SlackRefusedException("forbidden_handle") : handle;
    }

    private static bool IsInHandle(char c) => (char.IsLetterOrDigit(c) && !char.IsUpper(c) && !ShownName.IsBlank(c) && !ShownName.IsOtherSpelling(c)) || c is '-' or '_' or '.';
}
