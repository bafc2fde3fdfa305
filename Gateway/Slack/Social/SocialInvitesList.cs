using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>Lists the invites that still let somebody in; their codes are told once only, when they are made. Our own.</summary>
internal static class SocialInvitesList
{
    public static SlackMethod Method { get; } = new(
        "social.invites.list", SlackTokenKind.User, Writes: false, [],
        [
            new("invites: object[]",
            [
                "id", "created_by: user_id", "created", "expires: int", "max_uses: int", new("uses: int", "How many used it."), "role: 'guest' | 'member'",
            ]),
        ],
        ["restricted_action"], HandleAsync, Summary: "Lists the invites that still let somebody in; for admins.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        if (await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAccountsGrain>(0).Invites(call.Caller)) is not { } invites)
        {
            return SlackReply.Refused("restricted_action");
        }

        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("invites"u8);
            foreach (var invite in invites)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, invite.Id);
                writer.WriteString("created_by"u8, invite.By.Value);
                writer.WriteNumber("created"u8, invite.CreatedTs / 1_000_000);
                writer.WriteNumber("expires"u8, invite.ExpiresTs / 1_000_000);
                writer.WriteNumber("max_uses"u8, invite.UsesMax);
                writer.WriteNumber("uses"u8, invite.Uses);
                writer.WriteString("role"u8, RoleWords.Of(invite.Role));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }
}
