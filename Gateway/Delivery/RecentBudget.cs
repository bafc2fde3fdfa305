namespace OrleansSocial.Gateway.Delivery;

/// <summary>What the recent events of all chains of a gateway take. Owned by the delivery loop.</summary>
internal sealed class RecentBudget
{
    /// <summary>Beyond so many bytes a chain keeps <see cref="RecentEvents.CountOverBudgetMax"/> events only.</summary>
    public const long BytesMax = 64 * 1024 * 1024;

    public long Bytes { get; set; }

    public bool IsOver => Bytes > BytesMax;
}
