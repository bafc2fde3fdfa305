using System.Globalization;
using System.Text;
using OrleansSocial.Benchmarks.Targets;
using OrleansSocial.Benchmarks.Wire;

namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>Many people with tokens and live sockets, in some teams.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int ParallelChannels = 8;
    private const int ParallelConnects = 32;
    private const int SampledEvery = 20;
    private const int ConnectAttemptsMax = 60;
    private static readonly TimeSpan _readyMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _retryAfterDefault = TimeSpan.FromSeconds(1);

    private readonly List<CrowdMember> _members = [];
    private readonly List<CrowdTeam> _teams = [];
    private long _throttled;

    private Crowd(Uri url) => Api = new CrowdApi(url);

    /// <summary>Gets how members call.</summary>
    public CrowdApi Api { get; }

    /// <summary>Gets everybody, team after team.</summary>
    public IReadOnlyList<CrowdMember> Members => _members;

    /// <summary>Gets what all sockets have got.</summary>
    public CrowdCounts Counts { get; } = new();

    /// <summary>Gets the connects that were told to come back later.</summary>
    public long Throttled => Volatile.Read(ref _throttled);

    /// <summary>Makes the teams, their people, channels and first posts; nobody is connected yet.</summary>
    public static async Task<Crowd> Make(Uri url, CrowdOptions options, CancellationToken cancellationToken)
    {
        var crowd = new Crowd(url);
        using var api = new ProductApi(url);
        for (var number = 0; number < options.Teams; number++)
        {
            await crowd.MakeTeam(api, number, options, cancellationToken);
        }

        return crowd;
    }

    /// <summary>Makes the text of a post: the sender's clock and the team's mark.</summary>
    public static string Text(CrowdMember member)
    {
        Span<byte> text = stackalloc byte[PostText.Bytes];
        PostText.Write(text, TimeProvider.System.GetTimestamp());
        Encoding.ASCII.GetBytes(CrowdTeam.MarkOf(member.Team.Number), text[40..]);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>Connects some members' sockets, a few at once, and subscribes them to presence.</summary>
    public Task Connect(IReadOnlyList<CrowdMember> members, CancellationToken cancellationToken) =>
        Parallel.ForAsync(0, members.Count, new ParallelOptions { MaxDegreeOfParallelism = ParallelConnects, CancellationToken = cancellationToken }, async (i, token) =>
            await Connect(members[i], "rtm.connect", isSampled: i % SampledEvery == 0, token));

    /// <summary>Connects a member's socket: the call, the socket, its hello. A refusal with Retry-After is obeyed.</summary>
    /// <param name="member">Who.</param>
    /// <param name="method">rtm.connect or social.boot.</param>
    /// <param name="isSampled">Whether the socket measures how long posts take to it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="presenceInOneFrame">Whether it takes the presence of many in one frame.</param>
    public async Task<CrowdSocket> Connect(CrowdMember member, string method, bool isSampled, CancellationToken cancellationToken, bool presenceInOneFrame = true)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await Api.Call(method, member.Token, cancellationToken, ("batch_presence_aware", presenceInOneFrame ? "1" : "0"));
                var address = new Uri(answer.GetProperty("url").GetString()!);
                var connection = await LoadConnection.Open(address, new WebSocketFraming(), cancellationToken);
                try
                {
                    await connection.Upgrade(address.PathAndQuery, cancellationToken);
                }
                catch
                {
                    await connection.DisposeAsync();
                    throw;
                }

                var socket = new CrowdSocket(connection, member, Counts, isSampled);
                socket.Start();
                await socket.Ready.WaitAsync(_readyMax, cancellationToken);
                socket.Subscribe(member.Watched);
                member.Socket = socket;
                return socket;
            }
            catch (CrowdRefusedException e) when (e.Error is "ratelimited" or "service_unavailable" && attempt < ConnectAttemptsMax)
            {
                Interlocked.Increment(ref _throttled);
                await Task.Delay(e.RetryAfter ?? _retryAfterDefault, cancellationToken);
            }
            catch (UpgradeRefusedException) when (attempt < ConnectAttemptsMax)
            {
                Interlocked.Increment(ref _throttled);
                await Task.Delay(_retryAfterDefault, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members)
        {
            if (member.Socket is { } socket)
            {
                await socket.DisposeAsync();
            }
        }

        Api.Dispose();
    }

    private async Task MakeTeam(ProductApi api, int number, CrowdOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed + number);
        var made = new ProductTeam(api, string.Create(CultureInfo.InvariantCulture, $"crowd{number}x"));
        var users = Math.Max(2, options.Users / options.Teams);
        await made.Grow(users, cancellationToken);
        var team = new CrowdTeam(number, made);
        _teams.Add(team);

        var membersOf = Enumerable.Range(0, options.ChannelsPerTeam).Select(_ => new List<int>()).ToList();
        for (var user = 0; user < users; user++)
        {
            foreach (var channel in Draw(random, options.ChannelsPerTeam, options.ChannelsPerUser))
            {
                membersOf[channel].Add(user);
            }
        }

        var channelsOf = Enumerable.Range(0, users).Select(_ => new List<CrowdChannel>()).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelChannels, CancellationToken = cancellationToken };
        var listed = await api.Call("conversations.list", made.Members[0].Token, cancellationToken);
        var general = new CrowdChannel(listed.GetProperty("channels")[0].GetProperty("id").GetString()!);
        channelsOf.ForEach(c => c.Add(general));
        var channels = new CrowdChannel?[options.ChannelsPerTeam];
        await Parallel.ForAsync(0, channels.Length, parallel, async (c, token) =>
        {
            if (membersOf[c].Count > 0)
            {
                channels[c] = new CrowdChannel(await made.CreateChannel(string.Create(CultureInfo.InvariantCulture, $"channel-{c}"), membersOf[c], token));
            }
        });
        for (var c = 0; c < channels.Length; c++)
        {
            membersOf[c].ForEach(m => channelsOf[m].Add(channels[c]!));
        }

        for (var user = 0; user < users; user++)
        {
            team.Members.Add(new CrowdMember(team, made.Members[user], channelsOf[user], options.Seed + (number * users) + user));
        }

        foreach (var member in team.Members)
        {
            member.Watched = [.. Draw(random, users, options.WatchedPerUser).Select(w => made.Members[w].Id)];
        }

        await Parallel.ForAsync(0, channels.Length, parallel, async (c, token) =>
        {
            for (var post = 0; channels[c] is { } channel && post < options.PostsPerChannel; post++)
            {
                var author = team.Members[membersOf[c][post % membersOf[c].Count]];
                var stored = await api.Call("chat.postMessage", author.Token, token, ("channel", channel.Id), ("text", Text(author)));
                channel.Remember(stored.GetProperty("ts").GetString()!);
            }
        });
        _members.AddRange(team.Members);
    }

    private static HashSet<int> Draw(Random random, int of, int count)
    {
        var drawn = new HashSet<int>();
        while (drawn.Count < Math.Min(of, count))
        {
            drawn.Add(random.Next(of));
        }

        return drawn;
    }
}
