namespace OrleansSocial.Grains.Interfaces.Shards;

/// <summary>One of the two writable masters of a pair. Its number is the lowest bit of every ts that it mints.</summary>
public enum MasterSide
{
    /// <summary>Master A, home of even teams; ts are even.</summary>
    A = 0,

    /// <summary>Master B, home of odd teams; ts are odd.</summary>
    B = 1,
}
