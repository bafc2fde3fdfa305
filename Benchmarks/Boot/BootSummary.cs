namespace OrleansSocial.Benchmarks.Boot;

/// <summary>What a start costs in a team of one size. Times are in milliseconds, until the last byte was read.</summary>
/// <param name="Users">Members of the team.</param>
/// <param name="Channels">Channels of the team, the general one included.</param>
/// <param name="OwnChannels">Channels and direct conversations of the caller.</param>
/// <param name="BootBytes">social.boot, as it is.</param>
/// <param name="BootGzipBytes">social.boot, for a client that accepts gzip.</param>
/// <param name="BootP50">A repeat with the caller's grains in memory, median.</param>
/// <param name="BootP99">The same, 99th percentile.</param>
/// <param name="ColdP50">The first call after a restart of the product, whose code another team has warmed up: median of the restarts.</param>
/// <param name="ColdWorst">The same, the slowest of the restarts.</param>
/// <param name="ListRequests">Requests of paging through conversations.list and users.list, 1,000 a page.</param>
/// <param name="ListBytes">Their answers, as they are.</param>
/// <param name="ListGzipBytes">Their answers, for a client that accepts gzip.</param>
/// <param name="ListP50">All of them one after the other, everything in memory, median.</param>
/// <param name="ListCold">The same once after a restart, after the boot.</param>
internal sealed record BootSummary(
    int Users,
    int Channels,
    int OwnChannels,
    long BootBytes,
    long BootGzipBytes,
    double? BootP50,
    double? BootP99,
    double ColdP50,
    double ColdWorst,
    int ListRequests,
    long ListBytes,
    long ListGzipBytes,
    double? ListP50,
    double ListCold)
{
    /// <summary>The most bytes that a start may take, compressed.</summary>
    public const int BytesGoal = 50_000;

    /// <summary>The longest that a start may take.</summary>
    public const int MillisecondsGoal = 200;
}
