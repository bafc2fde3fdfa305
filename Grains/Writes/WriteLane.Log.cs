using Microsoft.Extensions.Logging;

namespace OrleansSocial.Grains.Writes;

/// <content>Log messages 3100 to 3119. Never a text or a key.</content>
internal sealed partial class WriteLane
{
    [LoggerMessage(3100, LogLevel.Warning, "Writer {Writer}: the outcome of a flush of {Rows} rows is unknown; the same rows will be sent again")]
    private static partial void LogUnknown(ILogger logger, Exception exception, string writer, int rows);

    [LoggerMessage(3101, LogLevel.Warning, "Writer {Writer}: no connection")]
    private static partial void LogNoConnection(ILogger logger, Exception exception, string writer);

    [LoggerMessage(3102, LogLevel.Warning, "Writer {Writer}: a flush of {Rows} rows was refused with {SqlState}")]
    private static partial void LogRefused(ILogger logger, Exception exception, string writer, int rows, string sqlState);

    [LoggerMessage(3103, LogLevel.Warning, "Writer {Writer}: {Count} sessions that kept locks for more than a second were ended")]
    private static partial void LogHoldersEnded(ILogger logger, string writer, long count);

    [LoggerMessage(3104, LogLevel.Error, "Writer {Writer}: an append is not settled after {Elapsed}; its chain's owner stops")]
    private static partial void LogUnsettled(ILogger logger, string writer, TimeSpan elapsed);

    [LoggerMessage(3105, LogLevel.Warning, "Writer {Writer}: the fence could not be armed")]
    private static partial void LogNotArmed(ILogger logger, Exception exception, string writer);

    [LoggerMessage(3106, LogLevel.Error, "Writer {Writer}: the lane failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string writer);
}
