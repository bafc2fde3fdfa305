namespace OrleansSocial.Benchmarks.Faults;

/// <summary>What the checker must know of a run: its text prefix, its time and its sockets.</summary>
/// <param name="Prefix">Begins the text of every post of the run.</param>
/// <param name="StartedMs">Wall clock, milliseconds since 1970, before the first post.</param>
/// <param name="EndedMs">Wall clock after the last frame was read.</param>
/// <param name="Sockets">One entry per socket, in the order of the frame files.</param>
/// <param name="ConvergedMs">How long after the last answer every socket had everything; null when some had not in time.</param>
public sealed record RunInfo(
    string Prefix,
    double StartedMs,
    double EndedMs,
    IReadOnlyList<RunSocket> Sockets,
    double? ConvergedMs);
