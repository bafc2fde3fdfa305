namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>The outcome of an append.</summary>
public enum WriteOutcome
{
    /// <summary>The flush ended; each row has its result.</summary>
    Done = 0,

    /// <summary>The epoch is closed: look the route up again and send the same rows.</summary>
    Moved = 1,

    /// <summary>Another activation took the head over: deactivate.</summary>
    NotOwner = 2,

    /// <summary>The writer's queue is full; nothing was queued.</summary>
    Busy = 3,

    /// <summary>Not settled within 30 s: the rows may or may not be stored. Never answered as a failure; deactivate.</summary>
    Unknown = 4,
}
