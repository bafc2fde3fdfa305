using System.Globalization;
using System.Security.Cryptography;

namespace OrleansSocial.Benchmarks.Faults;

/// <summary>Makes the two teams of a fault run through the public API.</summary>
public sealed class SetupMaker(FaultApi api, GatewayPool gateways)
{
    private const int Members = 50;
    private const int Channels = 52;
    private const int MembersPerChannel = 10;
    private const int CanaryMembers = 4;
    private const int CanaryChannels = 4;
    private const int SignUpsAtOnce = 4;
    private const int TriesMax = 30;

    /// <summary>Makes both teams; the canary word is in every name of the second.</summary>
    public async Task<FaultSetup> MakeAsync(CancellationToken cancellationToken)
    {
        var tag = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var mark = "zq" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var main = await MakeTeamAsync($"load{tag}", Members, Channels, MembersPerChannel, cancellationToken);
        var canary = await MakeTeamAsync($"{mark}", CanaryMembers, CanaryChannels, CanaryMembers, cancellationToken);
        return new FaultSetup(main, canary, mark);
    }

    private static IReadOnlyList<int> MembersOf(int channel, int members, int perChannel) =>
        [.. Enumerable.Range(0, perChannel).Select(k => ((channel * 7) + (k * ((channel % 3) + 1))) % members).Distinct()];

    private static Dictionary<string, string> Form(params ReadOnlySpan<(string Name, string Value)> arguments)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments)
        {
            form[name] = value;
        }

        return form;
    }

    private async Task<FaultTeam> MakeTeamAsync(string domain, int members, int channels, int perChannel, CancellationToken cancellationToken)
    {
        var password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var first = await CallAsync(
            "social.signUp",
            null,
            Form(("name", $"{domain} 0"), ("email", Email(domain, 0)), ("password", password), ("team_name", domain), ("team_domain", domain)),
            cancellationToken);
        var owner = new FaultMember(Need(first, "user_id"), Need(first, "token"), Email(domain, 0));
        var invite = await CallAsync(
            "social.invites.create",
            owner.Token,
            Form(("max_uses", members.ToString(CultureInfo.InvariantCulture))),
            cancellationToken);
        var code = Need(invite, "invite", "code");
        var people = new FaultMember[members];
        people[0] = owner;
        await Parallel.ForEachAsync(
            Enumerable.Range(1, members - 1),
            new ParallelOptions { MaxDegreeOfParallelism = SignUpsAtOnce, CancellationToken = cancellationToken },
            async (index, token) =>
            {
                var reply = await CallAsync(
                    "social.signUp",
                    null,
                    Form(("name", $"{domain} {index}"), ("email", Email(domain, index)), ("password", password), ("invite", code)),
                    token);
                people[index] = new FaultMember(Need(reply, "user_id"), Need(reply, "token"), Email(domain, index));
            });
        var made = new FaultChannel[channels];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, channels),
            new ParallelOptions { MaxDegreeOfParallelism = SignUpsAtOnce, CancellationToken = cancellationToken },
            async (index, token) => made[index] = await MakeChannelAsync(domain, index, people, perChannel, token));
        return new FaultTeam(Need(first, "team_id"), domain, people, made, password);
    }

    private async Task<FaultChannel> MakeChannelAsync(string domain, int index, FaultMember[] people, int perChannel, CancellationToken cancellationToken)
    {
        var name = $"{domain}-{index}";
        var members = MembersOf(index, people.Length, perChannel);
        var creator = people[members[0]];
        var reply = await CallAsync("conversations.create", creator.Token, Form(("name", name)), cancellationToken);
        var id = Need(reply, "channel", "id");
        await CallAsync(
            "conversations.invite",
            creator.Token,
            Form(("channel", id), ("users", string.Join(',', members.Skip(1).Select(m => people[m].Id)))),
            cancellationToken);
        return new FaultChannel(id, name, members);
    }

    private async Task<ApiReply> CallAsync(string method, string? token, Dictionary<string, string> form, CancellationToken cancellationToken)
    {
        var last = new ApiReply(ApiOutcome.NeverSent);
        for (var attempt = 0; attempt < TriesMax; attempt++)
        {
            last = await api.CallAsync(gateways.Next(), method, token, form, log: null, cancellationToken);
            if (last.Ok)
            {
                return last;
            }

            if (last.Status == 200)
            {
                break;
            }

            await Task.Delay(last.RetryAfter ?? TimeSpan.FromMilliseconds(500), cancellationToken);
        }

        throw new InvalidOperationException($"{method} did not work: {last.Why} {last.Body?.GetRawText()}");
    }

    private static string Need(ApiReply reply, params ReadOnlySpan<string> path) =>
        reply.Text(path) ?? throw new InvalidDataException($"no {string.Join('.', path.ToArray())} in {reply.Body?.GetRawText() ?? "nothing"}");

    private static string Email(string domain, int index) => $"m{index}@{domain}.example";
}
