namespace OrleansSocial.Benchmarks.Scenarios;

/// <summary>What idle sockets cost and how they come back.</summary>
/// <param name="Target">Against which server.</param>
/// <param name="Sockets">How many.</param>
/// <param name="KilobytesPerSocket">Growth of the server's resident memory, divided.</param>
/// <param name="IdleCpuPercent">The server's CPU with all of them idle, in percent of one core.</param>
/// <param name="ConnectSeconds">The first connect of all.</param>
/// <param name="ReconnectSeconds">From the loss of all to the last that was ready again.</param>
/// <param name="ReconnectP50">One reconnect, in milliseconds, median.</param>
/// <param name="ReconnectP99">One reconnect, in milliseconds, 99th percentile.</param>
/// <param name="ReconnectCpu">The server's and PostgreSQL's CPU for it, in seconds of one core.</param>
internal sealed record IdleSummary(
    string Target,
    int Sockets,
    double KilobytesPerSocket,
    double IdleCpuPercent,
    double ConnectSeconds,
    double ReconnectSeconds,
    double? ReconnectP50,
    double? ReconnectP99,
    double ReconnectCpu);
