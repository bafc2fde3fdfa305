using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Wire;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>The product, over its public API only.</summary>
internal sealed class ProductTarget : IChatTarget
{
    private readonly Uri _url;
    private readonly ProductApi _api;
    private readonly ServerProcess? _process;
    private readonly ProductTeam _team;

    /// <summary>Uses a running product.</summary>
    /// <param name="url">Its base URL.</param>
    /// <param name="processes">Its processes, for CPU and memory; empty if they are on another machine.</param>
    /// <param name="process">The process, if it ends with this target.</param>
    public ProductTarget(Uri url, ProcessTree processes, ServerProcess? process)
    {
        _url = url;
        _api = new ProductApi(url);
        _team = new ProductTeam(_api, "bench");
        _process = process;
        Processes = processes;
    }

    /// <inheritdoc/>
    public string Name => "product";

    /// <inheritdoc/>
    public ProcessTree Processes { get; }

    /// <inheritdoc/>
    public Task PrepareMembers(int count, CancellationToken cancellationToken) => _team.Grow(count, cancellationToken);

    /// <inheritdoc/>
    public Task<string> CreateChannel(string name, IReadOnlyList<int> members, CancellationToken cancellationToken) =>
        _team.CreateChannel(name, members, cancellationToken);

    /// <inheritdoc/>
    public async Task<ChatClient> Connect(int member, CancellationToken cancellationToken)
    {
        var answer = await _api.Call("rtm.connect", _team.Members[member].Token, cancellationToken);
        var socket = new Uri(answer.GetProperty("url").GetString()!);
        var connection = await LoadConnection.Open(socket, new WebSocketFraming(), cancellationToken);
        await connection.Upgrade(socket.PathAndQuery, cancellationToken);
        var client = new ChatClient(connection, new RtmProtocol());
        client.Start();
        await client.Ready.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
        return client;
    }

    /// <inheritdoc/>
    public async Task<ChatClient?> ConnectHttp(int member, CancellationToken cancellationToken)
    {
        var connection = await LoadConnection.Open(_url, new HttpResponseFraming(), cancellationToken);
        var client = new ChatClient(connection, new HttpPostProtocol(_team.Members[member].Token));
        client.Start();
        return client;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
