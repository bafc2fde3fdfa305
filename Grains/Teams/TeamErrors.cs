using OrleansSocial.Grains.Chains;
using OrleansSocial.Grains.Interfaces.Teams;

namespace OrleansSocial.Grains.Teams;

/// <summary>What the outcome of a row of a team's chain means.</summary>
internal static class TeamErrors
{
    /// <summary>The error of an outcome; a refused row is a name that is taken.</summary>
    public static TeamError Of(AppendResult result) => result.Status switch
    {
        AppendStatus.Stored or AppendStatus.Duplicate => TeamError.None,
        AppendStatus.Refused => TeamError.NameTaken,
        AppendStatus.Busy => TeamError.Busy,
        AppendStatus.Unavailable => TeamError.Unavailable,
    };
}
