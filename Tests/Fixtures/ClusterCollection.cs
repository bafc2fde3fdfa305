namespace OrleansSocial.Tests.Fixtures;

/// <summary>Tests that kill and freeze processes of one cluster. They measure times, so nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>
{
    public const string Name = "cluster";
}
