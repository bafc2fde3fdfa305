namespace OrleansSocial.Client;

/// <summary>What the program's exit code tells a script.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>The server refused.</summary>
    public const int Refused = 1;

    /// <summary>The command line makes no sense.</summary>
    public const int Usage = 2;

    /// <summary>No answer came.</summary>
    public const int Unreachable = 3;

    /// <summary>What was waited for did not come in time.</summary>
    public const int TimedOut = 4;

    /// <summary>The login is good, and could not be saved.</summary>
    public const int NotSaved = 5;

    /// <summary>Nobody reads standard output any more, as shells say it.</summary>
    public const int OutputClosed = 141;

    /// <summary>Interrupted by the user, as shells say it.</summary>
    public const int Interrupted = 130;
}
