using System.Globalization;
using OrleansSocial.Benchmarks.Targets;

namespace OrleansSocial.Benchmarks.Boot;

/// <summary>A team that grows, and one member in it whose own share stays the same: 50 channels and ten direct conversations.</summary>
internal sealed class BootTeam
{
    /// <summary>Channels of the caller, the general one included.</summary>
    public const int OwnChannels = 50;

    private const int OwnDirect = 10;
    private const int MembersOfOwn = 20;
    private const int MembersOfOther = 4;
    private const int PostsOfOwn = 3;
    private const int ParallelCreates = 8;
    private const int Caller = 1;

    // The general channel is there from the first sign-up on.
    private int _channels = 1;

    /// <summary>Grows the team, and makes what is missing of its channels; returns the caller.</summary>
    /// <param name="team">The team: the same one in every call, made anew for each run of the product.</param>
    /// <param name="users">Members that it shall have.</param>
    /// <param name="channels">Channels that it shall have; at least <see cref="OwnChannels"/>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ProductMember> Grow(ProductTeam team, int users, int channels, CancellationToken cancellationToken)
    {
        await team.Grow(users, cancellationToken);
        var caller = team.Members[Caller];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelCreates, CancellationToken = cancellationToken };
        var isNew = _channels == 1;
        await Parallel.ForAsync(_channels, channels, parallel, async (c, token) =>
        {
            var own = c < OwnChannels;
            var others = Enumerable.Range(0, own ? MembersOfOwn - 1 : MembersOfOther).Select(m => 2 + (((c * MembersOfOwn) + m) % (users - 2)));
            var id = await team.CreateChannel(string.Create(CultureInfo.InvariantCulture, $"channel-number-{c}"), own ? [Caller, .. others] : [.. others], token);
            for (var post = 0; own && post < PostsOfOwn; post++)
            {
                var text = string.Create(CultureInfo.InvariantCulture, $"message {post} for <@{caller.Id}>");
                await team.Api.Call("chat.postMessage", team.Members[2 + (c * MembersOfOwn % (users - 2))].Token, token, ("channel", id), ("text", text));
            }
        });
        _channels = Math.Max(_channels, channels);
        for (var other = 0; isNew && other < OwnDirect; other++)
        {
            var opened = await team.Api.Call("conversations.open", caller.Token, cancellationToken, ("users", team.Members[2 + other].Id));
            var id = opened.GetProperty("channel").GetProperty("id").GetString()!;
            await team.Api.Call("chat.postMessage", team.Members[2 + other].Token, cancellationToken, ("channel", id), ("text", "a word between us"));
        }

        return caller;
    }
}
