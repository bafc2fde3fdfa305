namespace OrleansSocial.Storage;

/// <summary>The sets of migrations; each is a folder below Storage/Migrations and goes into schemas of its own.</summary>
public enum MigrationSet
{
    /// <summary>Teams, accounts, tokens and the shard map; schema main.</summary>
    Main,

    /// <summary>Membership and small grain state of Orleans' providers; schema orleans.</summary>
    Orleans,

    /// <summary>What an instance keeps for itself and never replicates; schema local.</summary>
    Instance,

    /// <summary>The tables of one shard; a schema for each, shard_00 and on.</summary>
    Shard,
}
