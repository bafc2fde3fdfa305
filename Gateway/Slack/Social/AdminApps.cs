using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Social;

/// <summary>The app that an admin's call names.</summary>
internal static class AdminApps
{
    /// <summary>Finds the app of the argument <c>app</c>; null when the team has none of that id.</summary>
    /// <exception cref="SlackRefusedException">The caller is no admin.</exception>
    public static async Task<AppInfo?> FindAsync(SlackCall call)
    {
        var id = call.Arguments.Required("app");
        if (await call.ReadAsync(() => call.Team.Member(call.Caller.User)) is not { Deleted: false, Role: >= UserRole.Admin })
        {
            throw new SlackRefusedException("restricted_action");
        }

        return AppKey.IsId(id) ? await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IAppsGrain>(0).Find(call.Caller.Team, id)) : null;
    }
}
