using Microsoft.Extensions.Logging;
using OrleansSocial.Grains.Interfaces.Delivery;

namespace OrleansSocial.Grains.Chains;

/// <content>Log messages, event ids 1100-1119.</content>
internal sealed partial class EventChain
{
    [LoggerMessage(1100, LogLevel.Warning, "The head of {Chain} is owned by another activation; this one ends")]
    private partial void LogOwnerLost(string chain);

    [LoggerMessage(1101, LogLevel.Warning, "An append of {Rows} rows to {Chain} was not settled; the activation ends and callers retry")]
    private partial void LogAppendUnknown(string chain, int rows);

    [LoggerMessage(1102, LogLevel.Error, "The shard writer failed an append to {Chain}")]
    private partial void LogAppendFailed(Exception exception, string chain);

    [LoggerMessage(1103, LogLevel.Warning, "The database refused a row of kind {Kind} in {Chain}: {Reason}")]
    private partial void LogRowRefused(string chain, EventKind kind, string reason);

    [LoggerMessage(1104, LogLevel.Warning, "{Chain} was closed while {Rows} rows waited; callers retry")]
    private partial void LogClosedWithPendingRows(string chain, int rows);

    [LoggerMessage(1105, LogLevel.Error, "The results of an append to {Chain} could not be applied; the activation ends")]
    private partial void LogWalkFailed(Exception exception, string chain);
}
