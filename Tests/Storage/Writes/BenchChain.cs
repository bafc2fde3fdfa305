using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Storage.Writes;

/// <summary>A chain and who owns its head.</summary>
internal sealed record BenchChain(ChainId Id, Guid Owner);
