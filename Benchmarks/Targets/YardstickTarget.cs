using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Wire;
using OrleansSocial.Benchmarks.Yardsticks;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>One of the servers that the product is compared with. They know no accounts: a member is a number, a channel its name.</summary>
internal sealed class YardstickTarget(YardstickKind kind, ServerProcess process, ProcessTree processes) : IChatTarget
{
    private readonly Dictionary<int, List<string>> _channelsOf = [];

    /// <inheritdoc/>
    public string Name => kind.ToString();

    /// <inheritdoc/>
    public ProcessTree Processes => processes;

    /// <inheritdoc/>
    public Task PrepareMembers(int count, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task<string> CreateChannel(string name, IReadOnlyList<int> members, CancellationToken cancellationToken)
    {
        // As long as the product's ids, so that the frames are.
        var channel = "C" + name.ToUpperInvariant().Replace("-", null, StringComparison.Ordinal).PadLeft(10, '0')[^10..];
        foreach (var member in members)
        {
            if (!_channelsOf.TryGetValue(member, out var channels))
            {
                _channelsOf[member] = channels = [];
            }

            channels.Add(channel);
        }

        return Task.FromResult(channel);
    }

    /// <inheritdoc/>
    public async Task<ChatClient> Connect(int member, CancellationToken cancellationToken)
    {
        var channels = _channelsOf.GetValueOrDefault(member, []);
        var user = $"U{member:D10}";
        var connection = await LoadConnection.Open(process.Url, new WebSocketFraming(), cancellationToken);
        ChatClient client;
        if (kind == YardstickKind.SignalR)
        {
            await connection.Upgrade($"/hub?user={user}", cancellationToken);
            client = new ChatClient(connection, new SignalRProtocol());
            client.Start();
            connection.Send(SignalRProtocol.Record("""{"protocol":"json","version":1}"""));
            var names = string.Join(',', channels.Select(c => $"\"{c}\""));
            connection.Send(SignalRProtocol.Record($$"""{"type":1,"invocationId":"{{SignalRProtocol.JoinInvocation}}","target":"Join","arguments":[[{{names}}]]}"""));
        }
        else
        {
            await connection.Upgrade($"/fan?user={user}&channels={string.Join(',', channels)}", cancellationToken);
            client = new ChatClient(connection, new RtmProtocol());
            client.Start();
        }

        await client.Ready.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return client;
    }

    /// <inheritdoc/>
    public Task<ChatClient?> ConnectHttp(int member, CancellationToken cancellationToken) => Task.FromResult<ChatClient?>(null);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
