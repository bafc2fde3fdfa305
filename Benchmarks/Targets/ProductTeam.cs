using System.Globalization;

namespace OrleansSocial.Benchmarks.Targets;

/// <summary>A team of a run, made and grown over the public API only, so that its state is what the product makes.</summary>
/// <param name="api">The product.</param>
/// <param name="name">In its members' names and its domain; lower-case letters and digits.</param>
internal sealed class ProductTeam(ProductApi api, string name)
{
    private const int ParallelSignUps = 8;
    private const int MembersPerInvitation = 100;
    private const int InvitationUsesMax = 10_000;
    private const string Password = "bench-password-1";

    private readonly string _run = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", CultureInfo.InvariantCulture);
    private readonly List<ProductMember> _members = [];

    /// <summary>Gets its members; the first one owns it.</summary>
    public IReadOnlyList<ProductMember> Members => _members;

    /// <summary>Gets the product's API.</summary>
    public ProductApi Api { get; private set; } = api;

    /// <summary>Goes on with the same team after a restart of the product.</summary>
    public ProductTeam At(ProductApi restarted)
    {
        Api = restarted;
        return this;
    }

    /// <summary>Makes sure that it has so many members.</summary>
    public async Task Grow(int count, CancellationToken cancellationToken)
    {
        if (_members.Count == 0)
        {
            var first = await Api.Call(
                "social.signUp", null, cancellationToken, ("name", $"{name}0"), ("email", Email(0)), ("password", Password), ("team_name", "Bench"), ("team_domain", $"{name}-{_run}"));
            _members.Add(Read(first));
        }

        if (_members.Count >= count)
        {
            return;
        }

        var created = await Api.Call("social.invites.create", _members[0].Token, cancellationToken, ("max_uses", Math.Min(count, InvitationUsesMax).ToString(CultureInfo.InvariantCulture)));
        var code = created.GetProperty("invite").GetProperty("code").GetString()!;
        var start = _members.Count;
        var signedUp = new ProductMember[count - start];
        await Parallel.ForAsync(start, count, new ParallelOptions { MaxDegreeOfParallelism = ParallelSignUps, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var answer = await Api.Call("social.signUp", null, token, ("name", $"{name}{i}"), ("email", Email(i)), ("password", Password), ("invite", code));
            signedUp[i - start] = Read(answer);
        });
        _members.AddRange(signedUp);
    }

    /// <summary>Makes a channel with these members, by number, and returns its id; the first one makes it.</summary>
    public async Task<string> CreateChannel(string channelName, IReadOnlyList<int> members, CancellationToken cancellationToken)
    {
        var owner = _members[members[0]];
        var created = await Api.Call("conversations.create", owner.Token, cancellationToken, ("name", channelName));
        var channel = created.GetProperty("channel").GetProperty("id").GetString()!;
        foreach (var some in members.Skip(1).Chunk(MembersPerInvitation))
        {
            await Api.Call("conversations.invite", owner.Token, cancellationToken, ("channel", channel), ("users", string.Join(',', some.Select(m => _members[m].Id))));
        }

        return channel;
    }

    private static ProductMember Read(System.Text.Json.JsonElement answer) =>
        new(answer.GetProperty("user_id").GetString()!, answer.GetProperty("token").GetString()!);

    private string Email(int member) => $"{name}{member}-{_run}@example.com";
}
