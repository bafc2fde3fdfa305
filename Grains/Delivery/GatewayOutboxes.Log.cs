using Microsoft.Extensions.Logging;

namespace OrleansSocial.Grains.Delivery;

internal sealed partial class GatewayOutboxes
{
    [LoggerMessage(3000, LogLevel.Information, "Outbox to gateway {Gateway} started")]
    private static partial void LogStarted(ILogger logger, string gateway);

    [LoggerMessage(3001, LogLevel.Information, "Outbox to gateway {Gateway} ended: nobody needs it")]
    private static partial void LogEnded(ILogger logger, string gateway);

    [LoggerMessage(3002, LogLevel.Warning, "Gateway {Gateway}'s stream did not take a batch of {Count} events; the gateway will repair")]
    internal static partial void LogNotTaken(ILogger logger, Exception exception, string gateway, int count);

    [LoggerMessage(3003, LogLevel.Warning, "The outboxes were not closed in time; gateways will notice by silence")]
    private static partial void LogNotClosed(ILogger logger);
}
