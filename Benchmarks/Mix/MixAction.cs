using OrleansSocial.Benchmarks.Crowds;

namespace OrleansSocial.Benchmarks.Mix;

/// <summary>One kind of thing that people do.</summary>
/// <param name="Name">What.</param>
/// <param name="Weight">Its share, in percent of all actions.</param>
/// <param name="Run">Does it once as a member; its time is the action's.</param>
internal sealed record MixAction(string Name, double Weight, Func<CrowdMember, CancellationToken, Task> Run);
