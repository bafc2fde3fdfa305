using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>
/// Fifty sockets, a fixed rate of posts and a second team, written down whole. It judges nothing: that is the checker's
/// part, which is another process.
/// </summary>
public sealed class LoadRun(LoadOptions options, TimeProvider time, TextReader input, TextWriter output) : IDisposable
{
    private const int PendingPostsMax = 20_000;
    private const int CanaryPostsPerSecond = 10;
    private const int ChangesPerSecond = 6;
    private const int SocketPostsPercent = 10;
    private const int RecentMax = 200;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan SocketsOpenIn = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConvergeIn = TimeSpan.FromSeconds(12);

    private readonly FaultApi _api = new(time);
    private readonly GatewayPool _gateways = new(options.Gateways);
    private readonly Random _random = new(options.Seed);
    private readonly ConcurrentDictionary<long, Task> _pending = new();
    private readonly ConcurrentQueue<(FaultPost Post, string Ts)> _acked = new();
    private readonly ConcurrentQueue<(FaultPost Post, string Ts)> _recent = new();
    private readonly List<RtmClient> _clients = [];
    private readonly List<IDisposable> _owned = [];
    private readonly Dictionary<string, TcpFaultProxy> _proxies = new(StringComparer.Ordinal);
    private readonly string _prefix = $"r{options.Seed}x{Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3))}";
    private readonly CancellationTokenSource _stop = new();
    private long _number;
    private int _shed;

    /// <summary>Runs it to the end.</summary>
    /// <returns>0, or 1 when the sockets never opened.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Output);
        var setup = await SetupAsync(cancellationToken);
        using var sockets = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var http = Open("http.jsonl");
        var running = StartClients(setup, http, sockets.Token);
        if (!await AllLiveAsync(cancellationToken))
        {
            await output.WriteLineAsync($"only {_clients.Count(c => c.Live)} of {_clients.Count} sockets opened in {SocketsOpenIn.TotalSeconds} s");
            return 1;
        }

        var started = _api.NowMs;
        await output.WriteLineAsync("steady");
        await output.FlushAsync(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        ended.CancelAfter(options.Longest);
        _ = Task.Run(() => ObeyAsync(sockets.Token), CancellationToken.None);
        await PostAsync(setup, http, ended.Token, cancellationToken);
        await Task.WhenAll(_pending.Values);
        var answered = _api.NowMs;
        var converged = await ConvergedAsync(cancellationToken) ? _api.NowMs - answered : (double?)null;
        // A repeat or a late frame would come now.
        await Task.Delay(Settle, cancellationToken);
        await sockets.CancelAsync();
        await Task.WhenAll(running);
        var info = new RunInfo(_prefix, started, _api.NowMs, [.. _clients.Select(c => c.Self)], converged);
        await File.WriteAllTextAsync(Path.Combine(options.Output, "run.json"), JsonSerializer.Serialize(info, FaultJson.Pretty), cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"done: {_acked.Count} acked, {_shed} shed, converged after {converged?.ToString("0", CultureInfo.InvariantCulture) ?? "never"} ms"));
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }

        _clients.ForEach(c => c.Dispose());
        foreach (var proxy in _proxies.Values)
        {
            proxy.Dispose();
        }

        _api.Dispose();
        _stop.Dispose();
    }

    private JsonlWriter Open(string name)
    {
        var file = new JsonlWriter(Path.Combine(options.Output, name));
        _owned.Add(file);
        return file;
    }

    private async Task<FaultSetup> SetupAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(options.SetupFile))
        {
            return FaultSetup.Load(options.SetupFile);
        }

        var setup = await new SetupMaker(_api, _gateways).MakeAsync(cancellationToken);
        setup.Save(options.SetupFile);
        return setup;
    }

    private List<Task> StartClients(FaultSetup setup, JsonlWriter http, CancellationToken cancellationToken)
    {
        if (options.Proxied > 0)
        {
            foreach (var gateway in options.Gateways)
            {
                _proxies[gateway] = new TcpFaultProxy(gateway);
            }
        }

        var connector = new RtmConnector(_api, _gateways, _proxies, http);
        var running = new List<Task>();
        for (var number = 0; number < setup.Main.Members.Count; number++)
        {
            var channels = setup.Main.Channels.Where(c => c.Members.Contains(number)).Select(c => c.Id).ToList();
            var kind = number % 2 == 0
                ? ResumeKind.Cursors
                : number % 4 == 1 ? ResumeKind.ReconnectUrl : ResumeKind.Plain;
            var self = new RunSocket(number, setup.Main.Members[number].Id, channels, kind);
            var client = new RtmClient(
                self,
                setup.Main.Members[number],
                _api,
                _gateways,
                connector,
                number < options.Proxied,
                Open(string.Create(CultureInfo.InvariantCulture, $"socket-{number:00}.jsonl")),
                http);
            _clients.Add(client);
            running.Add(client.RunAsync(cancellationToken));
        }

        // The second team listens too, so that its texts go through the same outboxes and gateways.
        foreach (var member in setup.Canary.Members)
        {
            var canaryHttp = Open($"canary-http-{member.Id}.jsonl");
            var canary = new RtmClient(
                new RunSocket(-1, member.Id, [.. setup.Canary.Channels.Select(c => c.Id)], ResumeKind.Cursors),
                member,
                _api,
                _gateways,
                new RtmConnector(_api, _gateways, new Dictionary<string, TcpFaultProxy>(StringComparer.Ordinal), canaryHttp),
                proxied: false,
                Open($"canary-socket-{member.Id}.jsonl"),
                canaryHttp);
            _owned.Add(canary);
            running.Add(canary.RunAsync(cancellationToken));
        }

        return running;
    }

    private async Task<bool> AllLiveAsync(CancellationToken cancellationToken)
    {
        var begun = _api.NowMs;
        while (!_clients.TrueForAll(c => c.Live))
        {
            if (_api.NowMs - begun > SocketsOpenIn.TotalMilliseconds)
            {
                return false;
            }

            await Task.Delay(Tick, cancellationToken);
        }

        return true;
    }

    private async Task PostAsync(FaultSetup setup, JsonlWriter http, CancellationToken ended, CancellationToken cancellationToken)
    {
        var sender = new PostSender(_api, _gateways, Open("sends.jsonl"), http);
        var canarySender = new PostSender(_api, _gateways, Open("canary-sends.jsonl"), http: null);
        var changes = new ChangeSender(_api, _gateways, http);
        var begun = _api.NowMs;
        long posted = 0;
        long canaries = 0;
        long changed = 0;
        while (!ended.IsCancellationRequested)
        {
            var seconds = (_api.NowMs - begun) / 1000;
            for (; posted < seconds * options.PostsPerSecond; posted++)
            {
                if (_pending.Count >= PendingPostsMax)
                {
                    _shed++;
                    continue;
                }

                var post = NextPost(setup.Main, posted);
                var socket = _random.Next(100) < SocketPostsPercent ? _clients[MemberIndex(setup.Main, post.Author)] : null;
                Track(SendPostAsync(sender, post, socket, cancellationToken));
            }

            for (; canaries < seconds * CanaryPostsPerSecond; canaries++)
            {
                Track(canarySender.SendAsync(NextCanary(setup, canaries), socket: null, cancellationToken));
            }

            for (; changed < seconds * ChangesPerSecond && _recent.TryDequeue(out var target); changed++)
            {
                var channel = setup.Main.Channels.First(c => string.Equals(c.Id, target.Post.Channel, StringComparison.Ordinal));
                var other = setup.Main.Members[channel.Members[_random.Next(channel.Members.Count)]];
                Track(changes.ChangeAsync(target.Post, target.Ts, other, changed % 2 == 0, cancellationToken));
            }

            await Task.Delay(Tick, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static int MemberIndex(FaultTeam team, FaultMember member)
    {
        for (var index = 0; index < team.Members.Count; index++)
        {
            if (ReferenceEquals(team.Members[index], member))
            {
                return index;
            }
        }

        throw new InvalidOperationException("the author is no member");
    }

    // Every second post is keyed; channels take turns so that none is ever silent for long.
    private FaultPost NextPost(FaultTeam team, long number)
    {
        var channel = team.Channels[(int)(number % team.Channels.Count)];
        var author = team.Members[channel.Members[_random.Next(channel.Members.Count)]];
        var id = string.Create(CultureInfo.InvariantCulture, $"{_prefix}-{number}");
        var keyed = _random.Next(2) == 0;
        return new FaultPost(id, channel.Id, author, $"{id} {new string('x', options.TextBytes > 0 ? options.TextBytes : _random.Next(20, 200))}", keyed ? $"{id}-key" : null);
    }

    private FaultPost NextCanary(FaultSetup setup, long number)
    {
        var channel = setup.Canary.Channels[(int)(number % setup.Canary.Channels.Count)];
        var author = setup.Canary.Members[_random.Next(setup.Canary.Members.Count)];
        var id = string.Create(CultureInfo.InvariantCulture, $"{setup.CanaryMark}-{_prefix}-{number}");
        return new FaultPost(id, channel.Id, author, $"{id} {setup.CanaryMark}", $"{id}-key");
    }

    private async Task SendPostAsync(PostSender sender, FaultPost post, RtmClient? socket, CancellationToken cancellationToken)
    {
        var ts = await sender.SendAsync(post, socket, cancellationToken);
        if (ts is null)
        {
            return;
        }

        _acked.Enqueue((post, ts));
        if (_recent.Count < RecentMax)
        {
            _recent.Enqueue((post, ts));
        }
    }

    private void Track(Task task)
    {
        var number = Interlocked.Increment(ref _number);
        _pending[number] = task;
        _ = task.ContinueWith(_ => _pending.TryRemove(number, out var _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private async Task<bool> ConvergedAsync(CancellationToken cancellationToken)
    {
        var begun = _api.NowMs;
        var heard = _clients
            .SelectMany(c => c.Self.Channels.Select(channel => (Channel: channel, Client: c)))
            .ToLookup(pair => pair.Channel, pair => pair.Client, StringComparer.Ordinal);
        var missing = _acked.SelectMany(a => heard[a.Post.Channel].Select(c => (c.Seen, c.Self.User, a.Post, a.Ts))).ToList();
        for (; ; )
        {
            // The author's own socket gets an ack instead of the event when the post went over it.
            missing = [.. missing.Where(m => !m.Seen.Has(m.Post.Channel, m.Ts) && !string.Equals(m.User, m.Post.Author.Id, StringComparison.Ordinal))];
            if (missing.Count == 0)
            {
                return true;
            }

            if (_api.NowMs - begun > ConvergeIn.TotalMilliseconds)
            {
                return false;
            }

            await Task.Delay(Tick * 5, cancellationToken);
        }
    }

    // Orders come as lines on the standard input: stop | cut SECONDS | reopen SOCKETS SECONDS.
    private async Task ObeyAsync(CancellationToken cancellationToken)
    {
        while (await input.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["stop"]:
                    await _stop.CancelAsync();
                    return;
                case ["cut", var seconds]:
                    _ = CutAsync(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), cancellationToken);
                    break;
                case ["reopen", var sockets, var seconds]:
                    foreach (var client in _clients.TakeLast(int.Parse(sockets, CultureInfo.InvariantCulture)))
                    {
                        client.Reopen(TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)));
                    }

                    break;
                default:
                    await output.WriteLineAsync($"unknown order: {line}");
                    break;
            }
        }
    }

    private async Task CutAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        foreach (var proxy in _proxies.Values)
        {
            proxy.Cut();
        }

        await Task.Delay(length, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var proxy in _proxies.Values)
        {
            proxy.Mend();
        }
    }
}
