namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>How it goes with an app's request URL.</summary>
public enum RequestUrlState
{
    /// <summary>It has none: it is served in Socket Mode.</summary>
    None = 0,

    /// <summary>What is sent there is taken.</summary>
    Active = 1,

    /// <summary>The last deliveries failed; they are tried again.</summary>
    Failing = 2,

    /// <summary>It failed for too long: nothing is sent there until an admin sets it again.</summary>
    Disabled = 3,
}
