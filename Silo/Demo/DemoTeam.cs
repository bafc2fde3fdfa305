using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OrleansSocial.Silo.Demo;

/// <summary>
/// Makes the team to try the product with, through its own API, and writes demo.json. Every step looks first whether it
/// was done, so a start that was cut short, or a lost demo.json, is completed by the next start.
/// </summary>
internal sealed partial class DemoTeam(Uri baseUrl, DataDirectory directory, ILogger logger)
{
    private const string Domain = "demo";
    private const int PasswordLength = 20;
    private const int TriesMax = 4;
    private static readonly string[] People = ["ada", "ben", "cleo"];
    private static readonly string[] ChannelNames = ["general", "random"];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };
    private readonly ILogger _logger = logger;

    /// <summary>The demo accounts; null when they could not be made, which is logged.</summary>
    public async Task<DemoAccounts?> EnsureAsync(CancellationToken cancellationToken)
    {
        using var client = new DemoClient(baseUrl, TimeProvider.System);
        for (var tries = 1; ; tries++)
        {
            try
            {
                var known = await KnownAsync(client, cancellationToken);
                var accounts = (known ?? await MakeAsync(client, cancellationToken)) with { BaseUrl = baseUrl.AbsoluteUri.TrimEnd('/') };
                DataDirectory.Write(directory.DemoFile, JsonSerializer.Serialize(accounts, Json) + "\n");
                return accounts;
            }
            catch (Exception exception) when (exception is DemoException or HttpRequestException or KeyNotFoundException or TaskCanceledException or IOException or UnauthorizedAccessException or JsonException)
            {
                // A busy machine loses an answer (a sign-up that was done answers email_taken to its repeat); the next try logs in.
                if (tries == TriesMax || cancellationToken.IsCancellationRequested)
                {
                    LogFailed(exception);
                    return null;
                }
            }
        }
    }

    // The file of an earlier start, if all its tokens are good.
    private async Task<DemoAccounts?> KnownAsync(DemoClient client, CancellationToken cancellationToken)
    {
        DemoAccounts? known;
        try
        {
            known = JsonSerializer.Deserialize<DemoAccounts>(await File.ReadAllTextAsync(directory.DemoFile, cancellationToken), Json);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            return null;
        }

        if (known is not { Users.Count: > 0, Bot: not null, Channels.Count: > 0 })
        {
            return null;
        }

        foreach (var token in known.Users.Select(user => user.Token).Append(known.Bot.Token))
        {
            if ((await client.TryAsync("auth.test", token, cancellationToken)).Error is not null)
            {
                return null;
            }
        }

        return known;
    }

    private async Task<DemoAccounts> MakeAsync(DemoClient client, CancellationToken cancellationToken)
    {
        var users = new List<DemoAccounts.DemoUser>();
        var team = "";
        foreach (var name in People)
        {
            var (user, teamId) = await PersonAsync(client, name, users.FirstOrDefault()?.Token, cancellationToken);
            users.Add(user);
            team = teamId;
        }

        var channels = await ChannelsAsync(client, users[0].Token, cancellationToken);
        var bot = await BotAsync(client, users[0].Token, cancellationToken);
        foreach (var token in users.Select(user => user.Token).Append(bot))
        {
            foreach (var channel in channels)
            {
                await client.CallAsync("conversations.join", token, cancellationToken, ("channel", channel.Id));
            }
        }

        return new(baseUrl.AbsoluteUri, new(team, Domain), users, new(bot), channels);
    }

    private async Task<(DemoAccounts.DemoUser User, string Team)> PersonAsync(
        DemoClient client, string name, string? inviter, CancellationToken cancellationToken)
    {
        var email = $"{name}@demo.example";
        var password = Password(name);
        var (error, answer) = await client.TryAsync("social.logIn", null, cancellationToken, ("email", email), ("password", password), ("team", Domain));
        if (error is not null)
        {
            (string, string)[] into = inviter is null
                ? [("team_name", "Demo"), ("team_domain", Domain)]
                : [("invite", (await client.CallAsync("social.invites.create", inviter, cancellationToken, ("max_uses", "1"))).GetProperty("invite").GetProperty("code").GetString()!)];
            answer = await client.CallAsync("social.signUp", null, cancellationToken, [("name", name), ("email", email), ("password", password), .. into]);
        }

        return (new(name, email, password, Text(answer, "user_id"), Text(answer, "token")), Text(answer, "team_id"));
    }

    private static async Task<List<DemoAccounts.DemoChannel>> ChannelsAsync(DemoClient client, string token, CancellationToken cancellationToken)
    {
        var list = await client.CallAsync("conversations.list", token, cancellationToken, ("limit", "200"));
        var existing = list.GetProperty("channels").EnumerateArray().ToDictionary(channel => Text(channel, "name"), channel => Text(channel, "id"), StringComparer.Ordinal);
        var channels = new List<DemoAccounts.DemoChannel>();
        foreach (var name in ChannelNames)
        {
            var id = existing.GetValueOrDefault(name)
                ?? Text((await client.CallAsync("conversations.create", token, cancellationToken, ("name", name))).GetProperty("channel"), "id");
            channels.Add(new(id, name));
        }

        return channels;
    }

    // A bot's token is shown once, when it is made: a lost one is replaced together with its bot.
    private static async Task<string> BotAsync(DemoClient client, string token, CancellationToken cancellationToken)
    {
        var suffix = RandomNumberGenerator.GetHexString(4, lowercase: true);
        return Text(await client.CallAsync("social.bots.create", token, cancellationToken, ("name", $"helper-{suffix}")), "token");
    }

    // From a secret of this folder: known again after demo.json was lost, and another one in every installation.
    private string Password(string name)
    {
        var key = Encoding.UTF8.GetBytes(directory.Secret("demo.secret"));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(name)))[..PasswordLength];
    }

    private static string Text(JsonElement element, string name) =>
        element.GetProperty(name).GetString() ?? throw new DemoException($"the answer's {name} is null");

    [LoggerMessage(1200, LogLevel.Warning, "The demo team could not be made; start with --no-demo to leave it out")]
    private partial void LogFailed(Exception exception);
}
