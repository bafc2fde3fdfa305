namespace OrleansSocial.Silo.Observability;

/// <summary>What a check of readiness found.</summary>
internal sealed record ReadyReport(IReadOnlyList<ReadyPart> Parts)
{
    public bool Ready => Parts.All(part => part.Failure is null);
}
