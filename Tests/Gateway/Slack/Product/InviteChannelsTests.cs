using System.Text.Json;
using Npgsql;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>A guest gets the channels of the invite, at the next log-in if the sign-up was cut short before them.</summary>
public sealed class InviteChannelsTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Password = "a long password";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orleanssocial-");
    private readonly HttpClient http = new();
    private string database = string.Empty;
    private ProductProcess? product;

    public async ValueTask InitializeAsync()
    {
        database = await postgres.CreateDatabaseAsync();
        product = await ProductProcess.StartAsync(
            folder.FullName,
            ["--no-demo"],
            new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__Main"] = database,
                ["ConnectionStrings__Pair1"] = database,
                ["OrleansSocial__Accounts__BcryptCost"] = "4",
            });
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (product is not null)
        {
            await product.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_log_in_keeps_what_a_sign_up_that_was_cut_short_promised()
    {
        var owner = await CallAsync(
            "social.signUp", null, ("name", "owner"), ("email", "owner@example.org"), ("password", Password), ("team_name", "t"), ("team_domain", "team"));
        var (token, ownerId) = (owner.Text("token"), owner.Text("user_id"));
        var first = await NewChannelAsync(token, "first");
        var second = await NewChannelAsync(token, "second");
        var invite = (await CallAsync("social.invites.create", token, ("role", "guest"), ("channels", first))).GetProperty("invite").Text("code");
        var guest = await CallAsync("social.signUp", null, ("name", "guest"), ("email", "guest@example.org"), ("password", Password), ("invite", invite));
        Assert.Equal([first], await ChannelsAsync(guest.Text("token")));
        Assert.True(await IsKeptAsync());

        // What a silo that dies between the account and its channels leaves.
        await using (var source = NpgsqlDataSource.Create(database))
        {
            await using var cut = source.CreateCommand("update main.account_member set invited_by = $1, invited_channels = $2 where user_id = $3");
            cut.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ownerId });
            cut.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ["C00GONE0000", second] });
            cut.Parameters.Add(new NpgsqlParameter<string> { TypedValue = guest.Text("user_id") });
            Assert.Equal(1, await cut.ExecuteNonQueryAsync());
        }

        var again = await CallAsync("social.logIn", null, ("email", "guest@example.org"), ("password", Password));
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), await ChannelsAsync(again.Text("token")));
        Assert.True(await IsKeptAsync());
    }

    private async Task<bool> IsKeptAsync()
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var open = source.CreateCommand("select bool_and(invited_by is null and invited_channels is null) from main.account_member");
        return (bool)(await open.ExecuteScalarAsync())!;
    }

    private async Task<string> NewChannelAsync(string token, string name) =>
        (await CallAsync("conversations.create", token, ("name", name))).GetProperty("channel").Text("id");

    private async Task<IEnumerable<string>> ChannelsAsync(string token) =>
        (await CallAsync("users.conversations", token)).GetProperty("channels").EnumerateArray().Select(c => c.Text("id")).Order(StringComparer.Ordinal);

    private async Task<JsonElement> CallAsync(string method, string? token, params (string Name, string Value)[] arguments)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(product!.BaseUrl, $"api/{method}"));
        request.Headers.Authorization = token is null ? null : new("Bearer", token);
        request.Content = new FormUrlEncodedContent(arguments.Select(a => KeyValuePair.Create(a.Name, a.Value)));
        using var response = await http.SendAsync(request);
        var body = JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.True(body.GetProperty("ok").GetBoolean(), $"{method}: {body}");
        return body;
    }
}
