using System.Net;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Every argument of every method with values that it was not made for: each gets an answer of the dialect, and no fault of ours.</summary>
[Collection(ProductCollection.Name)]
public sealed class JunkTests(ProductFixture product) : IDisposable
{
    private static readonly string[] EndsToken = ["auth.revoke", "social.logOut"];

    private static readonly string[] Junk =
    [
        " ", "-1", "99999999999999999999", "1e309", "\0", "💥", "'; drop table message; --", "../../etc", "[]", "{}", "[{\"type\":1}]",
        new('[', 3_000), new('x', 70_000), "C0000000000", "D000000000000000", "U0000000000", "USLACKBOT", "0000000000.000000", "9999999999.999999", "a,,b,",
    ];

    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task No_argument_makes_a_method_fail()
    {
        var (token, user) = await api.NewMemberAsync();
        var channel = await api.NewChannelAsync(token);
        var ts = await api.PostAsync(token, channel, "target");
        foreach (var method in SlackApi.Methods.Values.Where(m => !EndsToken.Contains(m.Name, StringComparer.Ordinal)))
        {
            var names = method.Arguments.Select(a => a.Name).Where(a => !a.StartsWith('(')).ToList();
            foreach (var (name, junk) in names.SelectMany(n => Junk.Select(j => (n, j))))
            {
                var arguments = names.Select(n => (n, (string?)(n == name ? junk : Good(n, channel, user, ts)))).ToArray();
                var (status, body) = await api.CallAsync(method.Name, token, arguments);
                Assert.True(
                    status is HttpStatusCode.OK or HttpStatusCode.TooManyRequests && !body.ToString().Contains("fatal_error", StringComparison.Ordinal),
                    $"{method.Name} with {name} = {junk[..Math.Min(junk.Length, 40)]}: {status} {body}");
            }
        }
    }

    private static string Good(string name, string channel, string user, string ts) => name switch
    {
        "channel" => channel,
        "user" or "users" => user,
        "ts" or "timestamp" or "thread_ts" or "message_ts" => ts,
        "limit" => "10",
        "name" => "eyes",
        _ => "x",
    };
}
