namespace OrleansSocial.Benchmarks.Faults;

/// <summary>One socket of a run and how it comes back after a loss.</summary>
/// <param name="Number">Its number; its frames are in <c>socket-NN.jsonl</c>.</param>
/// <param name="User">The member's id.</param>
/// <param name="Channels">The channels that it must hear.</param>
/// <param name="Kind">How it resumes: with its own cursors, with the reconnect URL, or by rtm.connect alone.</param>
public sealed record RunSocket(int Number, string User, IReadOnlyList<string> Channels, ResumeKind Kind);
