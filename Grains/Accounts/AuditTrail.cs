using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Notes in a team's audit what was done in the main database.</summary>
/// <param name="grains">Finds the team.</param>
/// <param name="timeProvider">The clock of the pauses.</param>
/// <param name="logger">Takes what could not be noted.</param>
internal sealed partial class AuditTrail(IGrainFactory grains, TimeProvider timeProvider, ILogger<AuditTrail> logger)
{
    private const int TriesMax = 4;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Adds an entry. The deed does not fail with it: if it cannot be stored after some tries, the log has it instead.</summary>
    /// <param name="caller">Who did it.</param>
    /// <param name="action">What, such as <c>invite.create</c>.</param>
    /// <param name="target">To whom or what: an id.</param>
    /// <param name="detail">More; never a secret.</param>
    /// <param name="dedupeKey">The key of a deed that may be repeated under it; null: of this entry alone.</param>
    public async Task Add(Caller caller, string action, string target, string detail, Guid? dedupeKey = null)
    {
        var key = dedupeKey is { } deed ? DedupeKeys.From("audit", deed.ToString()) : Guid.CreateVersion7();
        var team = grains.GetGrain<ITeamGrain>(caller.Team.Value);
        var answer = TeamError.Unavailable;
        Exception? failure = null;
        for (var tries = 0; tries < TriesMax; tries++)
        {
            if (tries > 0)
            {
                // 3.5 s in all: as long as a team takes to be elsewhere.
                await Task.Delay(FirstPause * (1 << (tries - 1)), timeProvider);
            }

            try
            {
                answer = await team.Audit(caller, action, target, detail, key);
                if (answer == TeamError.None)
                {
                    return;
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        LogLost(failure, action, caller.Team, caller.User, target, answer);
    }

    [LoggerMessage(1410, LogLevel.Error, "The audit of {Team} has no entry of {Action} of {Target} by {User}: {Answer}")]
    private partial void LogLost(Exception? exception, string action, TeamId team, UserId user, string target, TeamError answer);
}
