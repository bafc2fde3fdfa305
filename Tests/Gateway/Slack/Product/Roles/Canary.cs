namespace OrleansSocial.Tests.Gateway.Slack.Product.Roles;

/// <summary>Words that give away where a text comes from. They are in names, topics and messages, and each has those who must never meet it.</summary>
internal static class Canary
{
    /// <summary>Everything of the team: names of the team and its members, groups, emoji.</summary>
    public const string Home = "canary-of-home";

    /// <summary>Everything of the other team, its open channels too.</summary>
    public const string Abroad = "canary-of-abroad";

    /// <summary>A private channel with the member, the admin and the owner.</summary>
    public const string Few = "canary-of-few";

    /// <summary>A direct conversation of two who have no role here.</summary>
    public const string Pair = "canary-of-pair";

    /// <summary>The channels that the calls of one role name.</summary>
    public static string Of(Role role) => $"canary-of-the-{role.ToString().ToLowerInvariant()}";

    /// <summary>Lists the words that somebody must not meet.</summary>
    public static IReadOnlyList<string> Forbidden(Role role)
    {
        List<string> words = [Pair, .. Enum.GetValues<Role>().Where(r => r != role || !IsInside(r)).Select(Of)];
        if (role != Role.OtherTeam)
        {
            words.Add(Abroad);
        }

        if (role is not (Role.Member or Role.Admin or Role.Owner))
        {
            words.Add(Few);
        }

        return words;
    }

    /// <summary>Tells whether a role is in the channels that its calls name.</summary>
    public static bool IsInside(Role role) => role is Role.Guest or Role.Member or Role.Admin or Role.Owner or Role.BotWithoutScope;

    /// <summary>Tells whether a role may know anything of the team.</summary>
    public static bool IsAtHome(Role role) => IsInside(role) || role is Role.NonMember or Role.PasserBy;
}
