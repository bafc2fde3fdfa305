namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>Whether an app took a request.</summary>
public enum AppOutcome
{
    /// <summary>It acknowledged it.</summary>
    Acknowledged = 0,

    /// <summary>It has no socket, or too much waits for those that it has.</summary>
    NotConnected = 1,

    /// <summary>It did not acknowledge it in time; it may have acted on it.</summary>
    TimedOut = 2,
}
