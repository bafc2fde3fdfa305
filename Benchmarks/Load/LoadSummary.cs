namespace OrleansSocial.Benchmarks.Load;

/// <summary>What one measured window showed. Latencies are in milliseconds, CPU in seconds of one core.</summary>
/// <param name="Scenario">What was done.</param>
/// <param name="Target">Against which server.</param>
/// <param name="Online">Connections that received.</param>
/// <param name="Senders">Connections that posted.</param>
/// <param name="Window">Posts under way at once, per sender.</param>
/// <param name="Seconds">The measured window.</param>
/// <param name="PostsPerSecond">Acknowledged posts.</param>
/// <param name="DeliveriesPerSecond">Messages that arrived at connections.</param>
/// <param name="PostP50">Post to acknowledgement, median.</param>
/// <param name="PostP99">Post to acknowledgement, 99th percentile.</param>
/// <param name="DeliveryP50">Post to arrival, median of the sampled receivers.</param>
/// <param name="DeliveryP99">Post to arrival, 99th percentile.</param>
/// <param name="ServerCpu">The server's own processes.</param>
/// <param name="PostgresCpu">PostgreSQL's processes.</param>
/// <param name="ClientCpu">The load generator.</param>
/// <param name="OtherCpu">Everything else on the machine: near zero, or the numbers are not worth much.</param>
/// <param name="CpuMicrosecondsPerDelivery">Server CPU divided by deliveries.</param>
/// <param name="CpuMicrosecondsPerPost">Server and PostgreSQL CPU divided by posts.</param>
/// <param name="Refused">Posts that were refused, in the whole run.</param>
/// <param name="FirstRefusal">The answer to the first of them.</param>
/// <param name="Undelivered">Deliveries that had not arrived 5 s after the last post.</param>
/// <param name="ClosedByServer">Connections that the server ended.</param>
internal sealed record LoadSummary(
    string Scenario,
    string Target,
    int Online,
    int Senders,
    int Window,
    double Seconds,
    double PostsPerSecond,
    double DeliveriesPerSecond,
    double? PostP50,
    double? PostP99,
    double? DeliveryP50,
    double? DeliveryP99,
    double ServerCpu,
    double PostgresCpu,
    double ClientCpu,
    double OtherCpu,
    double? CpuMicrosecondsPerDelivery,
    double? CpuMicrosecondsPerPost,
    long Refused,
    string? FirstRefusal,
    long Undelivered,
    int ClosedByServer);
