namespace OrleansSocial.Silo;

/// <summary>What one process of the product does.</summary>
public enum HostRole
{
    /// <summary>A silo and a gateway in one process; needs nothing else.</summary>
    All,

    /// <summary>Grains only; HTTP serves health and metrics.</summary>
    Silo,

    /// <summary>The public API only; an Orleans client of silos elsewhere.</summary>
    Gateway,
}
