using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack;

/// <summary>What guests are told of channels that they are not in: that there is none.</summary>
internal static class GuestSight
{
    private static readonly string NotInChannel = SlackError.From(PostError.NotInChannel);

    /// <summary>The error word as the caller may see it. Only the word that tells of a channel costs a look at the caller's role.</summary>
    /// <param name="services">The gateway's services.</param>
    /// <param name="caller">Who is told.</param>
    /// <param name="error">The word, or null for a success.</param>
    /// <exception cref="OutcomeUnknownException">The team did not answer.</exception>
    public static async ValueTask<string?> ShownAsync(SlackServices services, Caller caller, string? error)
    {
        if (!string.Equals(error, NotInChannel, StringComparison.Ordinal))
        {
            return error;
        }

        var team = services.Clusters.For(caller.Team).GetGrain<ITeamGrain>(ChainId.Of(caller.Team).GrainKey);
        var member = await services.Retry.RunAsync(() => team.Member(caller.User), static _ => false);
        return member is { Role: >= UserRole.Member } ? error : SlackError.ChannelNotFound;
    }
}
