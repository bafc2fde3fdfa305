using Microsoft.Extensions.Logging;

namespace OrleansSocial.Grains.Presence;

internal sealed partial class PresenceGrain
{
    [LoggerMessage(3170, LogLevel.Warning, "Who looks away was not read for presence {Part}; tried again")]
    private static partial void LogReadFailed(ILogger logger, Exception exception, string part);
}
