using System.Collections.Immutable;
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

        return await IsGuestAsync(services, caller) ? SlackError.ChannelNotFound : error;
    }

    /// <summary>Takes the channels away that the caller may not know of.</summary>
    /// <param name="call">The caller's call.</param>
    /// <param name="ids">Ids of channels and of other things; an empty one takes the place of a channel that is not shown.</param>
    public static async ValueTask<ImmutableArray<string>> ShownAsync(SlackCall call, ImmutableArray<string> ids)
    {
        if (!ids.Any(IsChannel) || !await IsGuestAsync(call.Services, call.Caller))
        {
            return ids;
        }

        var own = (await call.ReadAsync(() => call.User.Channels())).Select(c => c.Channel.Value).ToHashSet(StringComparer.Ordinal);
        return [.. ids.Select(id => IsChannel(id) && !own.Contains(id) ? string.Empty : id)];
    }

    private static bool IsChannel(string id) => ChannelId.TryParse(id, out _);

    private static async ValueTask<bool> IsGuestAsync(SlackServices services, Caller caller)
    {
        var team = services.Clusters.For(caller.Team).GetGrain<ITeamGrain>(ChainId.Of(caller.Team).GrainKey);
        return await services.Retry.RunAsync(() => team.Member(caller.User), static _ => false) is not { Role: >= UserRole.Member };
    }
}
