namespace OrleansSocial.Grains.Interfaces.Delivery;

/// <summary>What a signal says.</summary>
public enum SignalKind
{
    /// <summary>Channel: the member types.</summary>
    Typing = 0,

    /// <summary>Member: there is somebody.</summary>
    Active = 1,

    /// <summary>Member: nobody is there, or they want it to look so.</summary>
    Away = 2,

    /// <summary>Member, to their own sockets: they took their presence out of the hands of the system.</summary>
    ManualAway = 3,

    /// <summary>Member, to their own sockets: they gave it back.</summary>
    ManualAuto = 4,
}
