using OrleansSocial.Grains.Interfaces.Operations;

namespace OrleansSocial.Gateway.Slack.Ops;

/// <summary>Lists the shard writers of all silos with their queues and flush times. Our own, for the operator.</summary>
internal static class OpsWrites
{
    public static SlackMethod Method { get; } = new(
        "ops.writes", SlackTokenKind.Operator, Writes: false, [],
        [
            new("writers: object[]",
            [
                "silo: text", "writer: text", "queue_rows: int", "queue_bytes: int", "queue_age_ms: number", "flushes: int", "rows: int", "refusals: int",
                "batch_rows_mean: number", "flush_ms_mean: number",
            ]),
        ],
        [], HandleAsync, Summary: "Lists the shard writers of all silos with their queues and flush times.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var writers = await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IOperationsGrain>(0).Writers());
        return SlackReply.Ok(json =>
        {
            json.WriteStartArray("writers"u8);
            foreach (var writer in writers)
            {
                json.WriteStartObject();
                json.WriteString("silo"u8, writer.Silo);
                json.WriteString("writer"u8, writer.Writer);
                json.WriteNumber("queue_rows"u8, writer.QueueRows);
                json.WriteNumber("queue_bytes"u8, writer.QueueBytes);
                json.WriteNumber("queue_age_ms"u8, Math.Round(writer.QueueAge.TotalMilliseconds, 1));
                json.WriteNumber("flushes"u8, writer.Flushes);
                json.WriteNumber("rows"u8, writer.Rows);
                json.WriteNumber("refusals"u8, writer.Refusals);
                json.WriteNumber("batch_rows_mean"u8, Finite(writer.BatchRowsMean));
                json.WriteNumber("flush_ms_mean"u8, Finite(writer.FlushMillisMean));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary>JSON has no word for the mean of nothing.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? Math.Round(value, 2) : 0;
}
