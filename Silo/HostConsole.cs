using Microsoft.Extensions.Logging.Console;

namespace OrleansSocial.Silo;

/// <summary>The host's log: one line an entry on standard error; standard output has only what a caller waits for.</summary>
internal static class HostConsole
{
    public static ILoggingBuilder AddHostConsole(this ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            console.UseUtcTimestamp = true;
            console.ColorBehavior = LoggerColorBehavior.Disabled;
        });
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
