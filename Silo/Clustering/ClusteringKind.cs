namespace OrleansSocial.Silo.Clustering;

/// <summary>How silos and gateways find each other.</summary>
public enum ClusteringKind
{
    /// <summary>One silo, known by its ports; nothing is stored.</summary>
    Localhost,

    /// <summary>Any number of silos; membership in the main database.</summary>
    AdoNet,
}
