namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>What the product is compared with.</summary>
internal enum YardstickKind
{
    /// <summary>The same frames over Kestrel's WebSockets, without storage.</summary>
    FanOut,

    /// <summary>A SignalR hub that inserts one row per message and sends to a group.</summary>
    SignalR,
}
