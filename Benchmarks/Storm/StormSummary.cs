namespace OrleansSocial.Benchmarks.Storm;

/// <summary>What it showed when all sockets were cut at once. Times in milliseconds unless they say seconds.</summary>
/// <param name="Members">Members of the one team who lost their sockets.</param>
/// <param name="Subscribers">How many of them subscribe to others' presence.</param>
/// <param name="Watched">To how many each.</param>
/// <param name="PresenceInOneFrame">Whether the clients take the presence of many in one frame.</param>
/// <param name="LiveSeconds">From the cut to the last hello.</param>
/// <param name="AnsweredSeconds">From the cut to the last subscription whose members have all been told.</param>
/// <param name="ReconnectP50">From the cut to hello, one member, median.</param>
/// <param name="ReconnectP99">The same, 99th percentile.</param>
/// <param name="Throttled">Connects that were told to come back later, and did.</param>
/// <param name="PostsBefore">Posts of others in the window before.</param>
/// <param name="PostP50Before">Post to answer, in the window before.</param>
/// <param name="PostP99Before">The same, 99th percentile.</param>
/// <param name="PostsDuring">Posts of others between the cut and the last answer.</param>
/// <param name="PostP50During">Post to answer meanwhile.</param>
/// <param name="PostP99During">The same, 99th percentile.</param>
/// <param name="PostErrors">Posts that failed.</param>
/// <param name="PresenceFrames">Presence frames from the cut until a while after everybody was back.</param>
/// <param name="PresenceTold">Members that these frames told of.</param>
/// <param name="PresenceBytes">Their bytes.</param>
/// <param name="PresenceCalls">Calls of presence grains in that time.</param>
/// <param name="PresenceNamed">Members that these calls named.</param>
/// <param name="Subscriptions">Subscribers times watched: what frames may grow with.</param>
/// <param name="MembersSquared">What they must not grow with.</param>
/// <param name="ServerCpu">The server, from the cut to the end, in seconds of one core.</param>
/// <param name="PostgresCpu">PostgreSQL.</param>
/// <param name="ClientCpu">The load generator.</param>
/// <param name="OtherCpu">Everything else on the machine.</param>
/// <param name="Faults">Frames that must not have come.</param>
/// <param name="FirstFaults">The first of them.</param>
internal sealed record StormSummary(
    int Members,
    int Subscribers,
    int Watched,
    bool PresenceInOneFrame,
    double LiveSeconds,
    double AnsweredSeconds,
    double? ReconnectP50,
    double? ReconnectP99,
    long Throttled,
    long PostsBefore,
    double? PostP50Before,
    double? PostP99Before,
    long PostsDuring,
    double? PostP50During,
    double? PostP99During,
    long PostErrors,
    long PresenceFrames,
    long PresenceTold,
    long PresenceBytes,
    long PresenceCalls,
    long PresenceNamed,
    long Subscriptions,
    long MembersSquared,
    double ServerCpu,
    double PostgresCpu,
    double ClientCpu,
    double OtherCpu,
    long Faults,
    IReadOnlyList<string> FirstFaults);
