using Microsoft.Extensions.Logging;

namespace OrleansSocial.Storage;

public sealed partial class MigrationRunner
{
    [LoggerMessage(1100, LogLevel.Information, "Schema {Schema}: applied {Migration}")]
    private partial void LogApplied(string schema, string migration);
}
