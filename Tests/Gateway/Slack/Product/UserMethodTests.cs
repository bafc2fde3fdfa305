using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Gateway.Slack.Product;

/// <summary>Methods around members, on the real product.</summary>
[Collection(ProductCollection.Name)]
public sealed class UserMethodTests(ProductFixture product) : IDisposable
{
    private readonly ProductApi api = new(product);

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Own_channels_are_listed_by_type_and_paged()
    {
        var (token, user) = await api.NewMemberAsync();
        var general = product.Demo.ChannelId("general");
        string[] open = [await api.NewChannelAsync(token), await api.NewChannelAsync(token), general];
        string[] hidden = [await api.NewChannelAsync(token, isPrivate: true)];
        var other = await api.NewChannelAsync(api.Ann);

        Assert.Equal(open.Order(StringComparer.Ordinal), await AllAsync(token));
        Assert.Equal(hidden, await AllAsync(token, ("types", "private_channel")));
        Assert.Equal(open.Concat(hidden).Order(StringComparer.Ordinal), await AllAsync(token, ("types", "public_channel,private_channel")));
        Assert.StartsWith("D", Assert.Single(await AllAsync(token, ("types", "im,mpim"))), StringComparison.Ordinal);
        Assert.DoesNotContain(other, await AllAsync(token));

        // Of another member only what the caller could see for themselves.
        Assert.Equal(open.Order(StringComparer.Ordinal), await AllAsync(api.Bob, ("user", user), ("types", "public_channel,private_channel")));
        await api.OkAsync("conversations.invite", token, ("channel", hidden[0]), ("users", product.Demo.Users[1].Id));
        Assert.Contains(hidden[0], await AllAsync(api.Bob, ("user", user), ("types", "public_channel,private_channel")));
        await api.OkAsync("conversations.leave", token, ("channel", open[0]));
        Assert.DoesNotContain(open[0], await AllAsync(token));
    }

    [Fact]
    public async Task Own_channels_are_asked_for_in_the_right_words()
    {
        Assert.Equal("invalid_types", await api.ErrorAsync("users.conversations", api.Ann, ("types", "rooms")));
        Assert.Equal("invalid_cursor", await api.ErrorAsync("users.conversations", api.Ann, ("cursor", "bm9uc2Vuc2U")));
        Assert.Equal("invalid_limit", await api.ErrorAsync("users.conversations", api.Ann, ("limit", "-1")));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.conversations", api.Ann, ("user", "U0000000ZZ")));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.conversations", api.Ann, ("user", "ann")));
    }

    [Fact]
    public async Task Member_is_found_by_address_and_not_from_another_team()
    {
        var bob = product.Demo.Users[1];
        var found = (await api.OkAsync("users.lookupByEmail", api.Ann, ("email", bob.Email.ToUpperInvariant()))).GetProperty("user");
        Assert.Equal((bob.Id, bob.Email), (found.Text("id"), found.GetProperty("profile").Text("email")));

        var (stranger, _, _) = await api.NewTeamAsync();
        Assert.Equal("users_not_found", await api.ErrorAsync("users.lookupByEmail", stranger, ("email", bob.Email)));
        foreach (var email in new[] { null, "nobody@example.org", "", "not an address", new string('x', 5_000) })
        {
            Assert.Equal("users_not_found", await api.ErrorAsync("users.lookupByEmail", api.Ann, ("email", email)));
        }
    }

    private async Task<List<string>> AllAsync(string token, params (string Name, string? Value)[] arguments)
    {
        List<string> ids = [];
        string? cursor = null;
        do
        {
            var page = await api.OkAsync("users.conversations", token, [.. arguments, ("limit", "2"), ("cursor", cursor)]);
            var channels = page.GetProperty("channels").EnumerateArray().Select(c => c.Text("id")).ToList();
            Assert.True(channels.Count <= 2, "the page is longer than asked");
            ids.AddRange(channels);
            cursor = page.GetProperty("response_metadata").Text("next_cursor");
        }
        while (cursor.Length > 0);
        return ids;
    }
}
