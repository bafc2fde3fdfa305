using System.Globalization;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;
using OrleansSocial.Benchmarks.Wire;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>The product, over its public API only.</summary>
internal sealed class ProductTarget : IChatTarget
{
    private const int ParallelSignUps = 8;
    private const int MembersPerInvitation = 100;
    private const string Password = "bench-password-1";

    private readonly Uri _url;
    private readonly ProductApi _api;
    private readonly ServerProcess? _process;
    private readonly string _run = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
    private readonly List<ProductMember> _members = [];

    /// <summary>Uses a running product.</summary>
    /// <param name="url">Its base URL.</param>
    /// <param name="processes">Its processes, for CPU and memory; empty if they are on another machine.</param>
    /// <param name="process">The process, if it ends with this target.</param>
    public ProductTarget(Uri url, ProcessTree processes, ServerProcess? process)
    {
        _url = url;
        _api = new ProductApi(url);
        _process = process;
        Processes = processes;
    }

    /// <inheritdoc/>
    public string Name => "product";

    /// <inheritdoc/>
    public ProcessTree Processes { get; }

    /// <inheritdoc/>
    public async Task PrepareMembers(int count, CancellationToken cancellationToken)
    {
        if (_members.Count == 0)
        {
            var first = await _api.Call(
                "social.signUp", null, cancellationToken, ("name", "bench0"), ("email", Email(0)), ("password", Password), ("team_name", "Bench"), ("team_domain", $"bench-{_run}"));
            _members.Add(new ProductMember(first.GetProperty("user_id").GetString()!, first.GetProperty("token").GetString()!));
        }

        if (_members.Count >= count)
        {
            return;
        }

        var created = await _api.Call("social.invites.create", _members[0].Token, cancellationToken, ("max_uses", count.ToString(CultureInfo.InvariantCulture)));
        var code = created.GetProperty("invite").GetProperty("code").GetString()!;
        var start = _members.Count;
        var signedUp = new ProductMember[count - start];
        await Parallel.ForAsync(start, count, new ParallelOptions { MaxDegreeOfParallelism = ParallelSignUps, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var answer = await _api.Call("social.signUp", null, token, ("name", $"bench{i}"), ("email", Email(i)), ("password", Password), ("invite", code));
            signedUp[i - start] = new ProductMember(answer.GetProperty("user_id").GetString()!, answer.GetProperty("token").GetString()!);
        });
        _members.AddRange(signedUp);
    }

    /// <inheritdoc/>
    public async Task<string> CreateChannel(string name, IReadOnlyList<int> members, CancellationToken cancellationToken)
    {
        var owner = _members[members[0]];
        var created = await _api.Call("conversations.create", owner.Token, cancellationToken, ("name", name));
        var channel = created.GetProperty("channel").GetProperty("id").GetString()!;
        foreach (var some in members.Skip(1).Chunk(MembersPerInvitation))
        {
            await _api.Call("conversations.invite", owner.Token, cancellationToken, ("channel", channel), ("users", string.Join(',', some.Select(m => _members[m].Id))));
        }

        return channel;
    }

    /// <inheritdoc/>
    public async Task<ChatClient> Connect(int member, CancellationToken cancellationToken)
    {
        var answer = await _api.Call("rtm.connect", _members[member].Token, cancellationToken);
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
        var client = new ChatClient(connection, new HttpPostProtocol(_members[member].Token));
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

    private string Email(int member) => $"bench{member}-{_run}@example.com";
}
