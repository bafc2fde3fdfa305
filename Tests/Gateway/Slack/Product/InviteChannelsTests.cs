using Npgsql;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>A guest gets the channels of the invite, at the next log-in if the sign-up was cut short before them.</summary>
[Collection(ProductCollection.Name)]
public sealed class InviteChannelsTests(ProductFixture product) : IAsyncLifetime
{
    private readonly ProductApi api = new(product);
    private readonly NpgsqlDataSource database = NpgsqlDataSource.Create(product.Database);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        api.Dispose();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_log_in_keeps_what_a_sign_up_that_was_cut_short_promised()
    {
        var (owner, ownerId, _) = await api.NewTeamAsync();
        var (first, second) = (await api.NewChannelAsync(owner), await api.NewChannelAsync(owner));
        var invite = (await api.OkAsync("social.invites.create", owner, ("role", "guest"), ("channels", first))).GetProperty("invite").Text("code");
        var email = $"{ProductApi.Unique("guest")}@example.org";
        var guest = await api.OkAsync("social.signUp", null, ("name", "guest"), ("email", email), ("password", ProductApi.Password), ("invite", invite));
        Assert.Equal([first], await ChannelsAsync(guest.Text("token")));
        Assert.True(await IsKeptAsync(guest.Text("user_id")));

        // What a silo that dies between the account and its channels leaves.
        await using (var cut = database.CreateCommand("update main.account_member set invited_by = $1, invited_channels = $2 where user_id = $3"))
        {
            cut.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ownerId });
            cut.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = ["C00GONE0000", second] });
            cut.Parameters.Add(new NpgsqlParameter<string> { TypedValue = guest.Text("user_id") });
            Assert.Equal(1, await cut.ExecuteNonQueryAsync());
        }

        var again = await api.OkAsync("social.logIn", null, ("email", email), ("password", ProductApi.Password));
        Assert.Equal(new[] { first, second }.Order(StringComparer.Ordinal), await ChannelsAsync(again.Text("token")));
        Assert.True(await IsKeptAsync(guest.Text("user_id")));
    }

    private async Task<bool> IsKeptAsync(string user)
    {
        await using var open = database.CreateCommand("select invited_by is null and invited_channels is null from main.account_member where user_id = $1");
        open.Parameters.Add(new NpgsqlParameter<string> { TypedValue = user });
        return (bool)(await open.ExecuteScalarAsync())!;
    }

    private async Task<IEnumerable<string>> ChannelsAsync(string token) =>
        (await api.OkAsync("users.conversations", token)).GetProperty("channels").EnumerateArray().Select(c => c.Text("id")).Order(StringComparer.Ordinal);
}
