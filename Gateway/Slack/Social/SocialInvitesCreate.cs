using System.Collections.Immutable;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Makes an invite into the caller's team. Our own.</summary>
internal static class SocialInvitesCreate
{
    private const int UsesMax = 10_000;
    private const int UsesDefault = 100;
    private const int ChannelsMax = 100;
    private const int SecondsMax = 30 * 24 * 3600;
    private const int SecondsDefault = 7 * 24 * 3600;

    public static SlackMethod Method { get; } = new(
        "social.invites.create", SlackTokenKind.User, Writes: true,
        [
            new("max_uses?: int", "How many may use it. Absent: 100."), new("expires_in?: int", "Seconds until it expires. Absent: seven days."),
            new("role?: 'guest' | 'member'", "What whoever uses it becomes. Absent: member."),
            new("channels?: text", "Ids of channels that whoever uses it is added to, comma-separated; a JSON list does too."),
        ],
        [new("invite: object", ["code: text", "url", "expires: int", "max_uses: int"])],
        ["restricted_action", "invalid_role", "channel_not_found", "too_many_channels", "invalid_array_arg"],
        HandleAsync, Summary: "Makes an invite into the caller's team; for admins.")
    {
        Tier = RateTier.Tier2,
    };

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var uses = call.Arguments.Number("max_uses", UsesDefault, 1, UsesMax);
        var lifetime = TimeSpan.FromSeconds(call.Arguments.Number("expires_in", SecondsDefault, 1, SecondsMax));
        if (RoleWords.Parse(call.Arguments.Text("role") ?? "member") is not { } role || role > UserRole.Member)
        {
            return SlackReply.Refused("invalid_role", "role is guest or member");
        }

        var channels = await ChannelsAsync(call);
        var accounts = call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0);
        if (await accounts.CreateInvite(call.Caller, uses, lifetime, role, channels) is not { } invite)
        {
            return SlackReply.Refused("restricted_action");
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartObject("invite"u8);
            writer.WriteString("code"u8, invite.Code);
            writer.WriteString("url"u8, $"{call.BaseUrl.AbsoluteUri}?invite={invite.Code}");
            writer.WriteNumber("expires"u8, invite.ExpiresAt.ToUnixTimeSeconds());
            writer.WriteNumber("max_uses"u8, invite.UsesMax);
            writer.WriteEndObject();
        });
    }

    private static async Task<ImmutableArray<ChannelId>> ChannelsAsync(SlackCall call)
    {
        var names = call.Arguments.Strings("channels");
        if (names.Count > ChannelsMax)
        {
            throw new SlackRefusedException("too_many_channels");
        }

        var channels = ImmutableArray.CreateBuilder<ChannelId>();
        foreach (var name in names)
        {
            // Only into channels that the inviter is in themselves: they are who adds the guest later.
            var view = ChannelId.TryParse(name, out var id) && !id.IsDirect ? (await call.AskAsync(id, grain => grain.Info(call.Caller))).Channel : null;
            channels.Add(view is { IsMember: true } ? id : throw new SlackRefusedException(SlackError.ChannelNotFound));
        }

        return channels.ToImmutable();
    }
}
