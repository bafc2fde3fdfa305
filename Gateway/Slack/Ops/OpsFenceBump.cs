using OrleansSocial.Grains.Interfaces.Operations;

namespace OrleansSocial.Gateway.Slack.Ops;

/// <summary>Closes a write group's epoch and opens the next one. Our own, for the operator.</summary>
internal static class OpsFenceBump
{
    private const int ShardMax = 63;

    public static SlackMethod Method { get; } = new(
        "ops.fence.bump", SlackTokenKind.Operator, Writes: true,
        [new("shard: int", "The shard's number."), new("group: int", "The write group: 0 or 1.")], ["epoch: int"], ["group_not_found"],
        HandleAsync, Summary: "Closes a write group's epoch and opens the next one.");

    private static async Task<SlackReply> HandleAsync(SlackCall call)
    {
        call.Arguments.Required("shard");
        call.Arguments.Required("group");
        var shard = (short)call.Arguments.Number("shard", 0, 0, ShardMax);
        var group = (short)call.Arguments.Number("group", 0, 0, 1);
        var epoch = await call.Services.Clusters.Main.GetGrain<IOperationsGrain>(0).BumpFence(shard, group);
        return epoch == 0 ? SlackReply.Refused("group_not_found") : SlackReply.Ok(writer => writer.WriteNumber("epoch"u8, epoch));
    }
}
