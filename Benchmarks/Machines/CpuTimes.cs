namespace OrleansSocial.Benchmarks.Machines;

/// <summary>CPU that was used since the processes started, in seconds of one core.</summary>
/// <param name="Server">The server itself.</param>
/// <param name="Postgres">PostgreSQL's processes.</param>
internal readonly record struct CpuTimes(double Server, double Postgres);
