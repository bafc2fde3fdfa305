using Microsoft.AspNetCore.SignalR;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>What a .NET team would write: one insert per message, then a send to the group.</summary>
internal sealed class ChatHub(MessageInserter inserter, MessageMinter minter) : Hub
{
    /// <summary>Joins channels.</summary>
    public async Task Join(string[] channels)
    {
        foreach (var channel in channels)
        {
            await Groups.AddToGroupAsync(Context.ConnectionId, channel, Context.ConnectionAborted);
        }
    }

    /// <summary>Posts a message; completes once it is stored and handed to the group's connections.</summary>
    /// <returns>The message's id.</returns>
    public async Task<string> Post(string channel, string text)
    {
        var user = Context.GetHttpContext()!.Request.Query["user"].ToString();
        var ts = minter.Next();
        await inserter.Insert(channel, ts, user, text, Context.ConnectionAborted);
        var wireTs = MessageMinter.Format(ts);

        // The others only: the product's sender gets the acknowledgement and not the event, and both must send as much.
        await Clients.OthersInGroup(channel).SendAsync("message", ChatMessage.Create(channel, user, text, wireTs), Context.ConnectionAborted);
        return wireTs;
    }
}
