using OrleansSocial.Grains.Chains;

namespace OrleansSocial.Grains.Teams;

/// <summary>What the parts of one team's activation share.</summary>
/// <param name="Chain">The team's chain.</param>
/// <param name="State">The team in memory.</param>
/// <param name="Services">What team grains need.</param>
/// <param name="InTurn">Keeps changes of one thing in order, so that a check still holds when its row is queued.</param>
internal sealed record TeamParts(EventChain Chain, TeamState State, TeamServices Services, KeyedSequence<string> InTurn)
{
    /// <summary>Finds the event that is stored under a key, or null: a retry gets the first answer, not what it would be refused with today.</summary>
    public async Task<long?> FindStored(Guid dedupeKey) =>
        await Services.Chains.Events.FindStored(await Chain.Route(), Chain.Id, dedupeKey, CancellationToken.None);
}
