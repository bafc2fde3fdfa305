namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>What raw batched inserts reached.</summary>
/// <param name="Rows">Rows of one insert.</param>
/// <param name="Connections">Connections that inserted at once.</param>
/// <param name="Channels">Channels that a batch's rows are spread over.</param>
/// <param name="RandomKeys">Random dedupe keys (as from a client's own id); else time-ordered ones (as the gateway mints).</param>
/// <param name="Seconds">The measured window.</param>
/// <param name="RowsPerSecond">Rows that were committed.</param>
/// <param name="BatchP50">One insert in milliseconds, median.</param>
/// <param name="BatchP99">One insert in milliseconds, 99th percentile.</param>
/// <param name="PostgresCpu">PostgreSQL's CPU, in seconds of one core.</param>
/// <param name="ClientCpu">The load generator's CPU, in seconds of one core.</param>
internal sealed record InsertSummary(
    int Rows,
    int Connections,
    int Channels,
    bool RandomKeys,
    double Seconds,
    double RowsPerSecond,
    double? BatchP50,
    double? BatchP99,
    double PostgresCpu,
    double ClientCpu);
