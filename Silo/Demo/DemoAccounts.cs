namespace OrleansSocial.Silo.Demo;

/// <summary>What demo.json tells: the demo team and how to log in to it.</summary>
internal sealed record DemoAccounts(
    string BaseUrl, DemoAccounts.DemoTeamId Team, IReadOnlyList<DemoAccounts.DemoUser> Users, DemoAccounts.DemoBot Bot, IReadOnlyList<DemoAccounts.DemoChannel> Channels)
{
    /// <summary>What a person at the terminal does first.</summary>
    public string Introduction(string file)
    {
        var user = Users[0];
        return $"""

            Demo login: {user.Email}, password {user.Password}, team {Team.Domain} (all accounts and tokens: {file})
            Post a message:
              curl -H 'Authorization: Bearer {user.Token}' -d channel={Channels[0].Id} --data-urlencode 'text=Hello!' {BaseUrl}/api/chat.postMessage

            """;
    }

    internal sealed record DemoTeamId(string Id, string Domain);

    internal sealed record DemoUser(string Name, string Email, string Password, string Id, string Token);

    internal sealed record DemoBot(string Token);

    internal sealed record DemoChannel(string Id, string Name);
}
