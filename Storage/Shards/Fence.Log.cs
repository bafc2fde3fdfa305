using Microsoft.Extensions.Logging;

namespace OrleansSocial.Storage.Shards;

/// <content>Log messages 2100 to 2109.</content>
public sealed partial class Fence
{
    [LoggerMessage(2100, LogLevel.Information, "Shard {Shard}, group {Group}: fence armed, epoch {Old} -> {New}")]
    private partial void LogArmed(short shard, short group, int old, int @new);
}
