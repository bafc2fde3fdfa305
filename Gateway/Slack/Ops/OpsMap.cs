using OrleansSocial.Grains.Interfaces.Operations;

namespace OrleansSocial.Gateway.Slack.Ops;

/// <summary>Lists shards, where their groups are written and whether they are open. Our own, for the operator.</summary>
internal static class OpsMap
{
    public static SlackMethod Method { get; } = new(
        "ops.map", SlackTokenKind.Operator, Writes: false, [],
        [
            new("shards: object[]",
            [
                "pair: int", "shard: int", "side: 'A' | 'B'", "group: int", "epoch: int", "teams: int", "writable: bool", "armed: bool",
            ]),
        ],
        [], HandleAsync, Summary: "Lists shards, where their groups are written, and whether they are open.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        var entries = await call.ReadAsync(() => call.Services.Clusters.Main.GetGrain<IOperationsGrain>(0).Map());
        return SlackReply.Ok(writer =>
        {
            writer.WriteStartArray("shards"u8);
            foreach (var entry in entries)
            {
                writer.WriteStartObject();
                writer.WriteNumber("pair"u8, entry.Route.Pair);
                writer.WriteNumber("shard"u8, entry.Route.Shard);
                writer.WriteString("side"u8, entry.Route.Side.ToString());
                writer.WriteNumber("group"u8, entry.Route.Group);
                writer.WriteNumber("epoch"u8, entry.Route.Epoch);
                writer.WriteNumber("teams"u8, entry.Teams);
                writer.WriteBoolean("writable"u8, entry.Writable);
                writer.WriteBoolean("armed"u8, entry.Armed);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }
}
