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

    [Fact]
    public async Task Profile_is_set_field_by_field_and_shown_everywhere()
    {
        var (token, user) = await api.NewMemberAsync();
        var set = await api.OkAsync(
            "users.profile.set",
            token,
            ("profile", """{"real_name":"Eva Maria Ö","display_name":"eve","title":"a & b","phone":"+49 1","pronouns":"she/her","skype":"e","status_text":"away","image_24":"https://example.org/x.png"}"""));
        Assert.Equal("eve", set.GetProperty("profile").Text("display_name"));
        await api.OkAsync("users.profile.set", token, ("name", "status_emoji"), ("value", "palm_tree"));
        await api.OkAsync("users.profile.set", token, ("name", "first_name"), ("value", "Evi"));

        var profile = (await api.OkAsync("users.profile.get", api.Bob, ("user", user))).GetProperty("profile");
        Assert.Equal(("Evi Maria Ö", "eve", "a & b"), (profile.Text("real_name"), profile.Text("display_name"), profile.Text("title")));
        Assert.Equal(("Evi", "Maria Ö", "she/her"), (profile.Text("first_name"), profile.Text("last_name"), profile.Text("pronouns")));
        Assert.Equal(("away", ":palm_tree:", "+49 1", "e"), (profile.Text("status_text"), profile.Text("status_emoji"), profile.Text("phone"), profile.Text("skype")));
        Assert.Equal(profile.ToString(), (await api.OkAsync("users.profile.get", token)).GetProperty("profile").ToString());
        Assert.Equal(profile.ToString(), (await api.OkAsync("users.info", api.Bob, ("user", user))).GetProperty("user").GetProperty("profile").ToString());
        Assert.Equal("Evi Maria Ö", (await api.OkAsync("users.info", api.Bob, ("user", user))).GetProperty("user").Text("real_name"));
    }

    [Fact]
    public async Task Status_is_cleared_as_a_whole_and_ends_at_its_time()
    {
        var (token, _) = await api.NewMemberAsync();
        await SetAsync("""{"status_text":"lunch"}""");
        Assert.Equal((":speech_balloon:", "lunch", 0), await StatusAsync());
        Assert.Equal("must_clear_both_status_text_and_status_emoji", await api.ErrorAsync("users.profile.set", token, ("profile", """{"status_text":""}""")));
        await SetAsync("""{"status_text":"","status_emoji":""}""");
        Assert.Equal((string.Empty, string.Empty, 0), await StatusAsync());
        await SetAsync("""{"status_text":"soon","status_emoji":":eyes:","status_expiration":4000000000}""");
        Assert.Equal((":eyes:", "soon", 4_000_000_000), await StatusAsync());
        await SetAsync("""{"title":"still there"}""");
        Assert.Equal((":eyes:", "soon", 4_000_000_000), await StatusAsync());
        await SetAsync("""{"status_text":"was","status_expiration":1000000000}""");
        Assert.Equal((string.Empty, string.Empty, 0), await StatusAsync());

        Task SetAsync(string profile) => api.OkAsync("users.profile.set", token, ("profile", profile));

        async Task<(string, string, long)> StatusAsync()
        {
            var profile = (await api.OkAsync("users.profile.get", token)).GetProperty("profile");
            return (profile.Text("status_emoji"), profile.Text("status_text"), profile.GetProperty("status_expiration").GetInt64());
        }
    }

    [Fact]
    public async Task Profile_of_another_is_changed_by_admins_only()
    {
        var (token, user) = await api.NewMemberAsync();
        var ann = product.Demo.Users[0].Id;
        Assert.Equal("not_admin", await api.ErrorAsync("users.profile.set", token, ("user", ann), ("name", "title"), ("value", "x")));
        Assert.Equal("x", (await api.OkAsync("users.profile.set", api.Ann, ("user", user), ("name", "title"), ("value", "x"))).GetProperty("profile").Text("title"));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.profile.set", api.Ann, ("user", "U0000000ZZ"), ("name", "title"), ("value", "x")));
        Assert.Equal("user_not_found", await api.ErrorAsync("users.profile.get", api.Ann, ("user", "U0000000ZZ")));
        Assert.Equal("not_allowed_token_type", await api.ErrorAsync("users.profile.set", product.Demo.Bot.Token, ("name", "title"), ("value", "x")));
        var (stranger, _, _) = await api.NewTeamAsync();
        Assert.Equal("user_not_found", await api.ErrorAsync("users.profile.set", stranger, ("user", user), ("name", "title"), ("value", "y")));
        Assert.Equal("x", (await api.OkAsync("users.profile.get", token)).GetProperty("profile").Text("title"));
    }

    [Theory]
    [InlineData("real_name", 80, "too_long")]
    [InlineData("display_name", 80, "too_long")]
    [InlineData("status_text", 100, "too_long")]
    [InlineData("title", 255, "too_long")]
    [InlineData("phone", 255, "too_long")]
    [InlineData("pronouns", 255, "too_long")]
    [InlineData("status_emoji", 100, "invalid_emoji_not_allowed")]
    public async Task Fields_of_a_profile_are_bounded(string field, int most, string word)
    {
        var (token, _) = await api.NewMemberAsync();

        await api.OkAsync("users.profile.set", token, ("name", field), ("value", new string('x', most)));
        Assert.Equal(word, await api.ErrorAsync("users.profile.set", token, ("name", field), ("value", new string('x', most + 1))));
    }

    [Theory]
    [InlineData("{", "invalid_profile")]
    [InlineData("[]", "invalid_profile")]
    [InlineData("""{"title":"a","title":"b"}""", "invalid_profile")]
    [InlineData("""{"title":"\u0000"}""", "invalid_profile")]
    [InlineData("""{"title":"a\nb"}""", "invalid_profile")]
    [InlineData("""{"real_name":" "}""", "invalid_profile")]
    [InlineData("""{"real_name":"@ann"}""", "invalid_starts_with_at")]
    [InlineData("""{"display_name":"see https://example.org"}""", "name_not_allowed")]
    [InlineData("""{"status_emoji":":not an emoji:"}""", "invalid_emoji_not_allowed")]
    [InlineData("""{"status_expiration":-1}""", "invalid_profile")]
    [InlineData("""{"status_expiration":"soon"}""", "invalid_profile")]
    [InlineData("""{"status_expiration":99999999999}""", "invalid_profile")]
    public async Task Malformed_profiles_have_their_words_and_change_nothing(string profile, string word)
    {
        var (token, _) = await api.NewMemberAsync();
        var before = (await api.OkAsync("users.profile.get", token)).ToString();

        Assert.Equal(word, await api.ErrorAsync("users.profile.set", token, ("profile", profile)));
        Assert.Equal("invalid_arguments", await api.ErrorAsync("users.profile.set", token));
        Assert.Equal(before, (await api.OkAsync("users.profile.get", token)).ToString());
    }

    [Fact]
    public async Task Profile_of_too_many_fields_is_refused()
    {
        var fields = Enumerable.Range(0, 51).Select(i => $"\"x{i}\":\"y\"").ToList();

        Assert.Equal("invalid_profile", await api.ErrorAsync("users.profile.set", api.Bob, ("profile", $"{{{string.Join(',', fields)}}}")));
        await api.OkAsync("users.profile.set", api.Bob, ("profile", $"{{{string.Join(',', fields.Take(50))}}}"));
        Assert.Equal("invalid_profile", await api.ErrorAsync("users.profile.set", api.Bob, ("profile", $$"""{"{{new string('n', 256)}}":"x"}""")));
    }

    [Fact]
    public async Task Bot_is_described_and_profile_fields_of_the_team_are_none()
    {
        var me = await api.OkAsync("auth.test", product.Demo.Bot.Token);
        var bot = (await api.OkAsync("bots.info", api.Ann, ("bot", me.Text("bot_id")))).GetProperty("bot");
        Assert.Equal((me.Text("bot_id"), me.Text("user_id")), (bot.Text("id"), bot.Text("user_id")));
        Assert.NotEmpty(bot.Text("name"));
        Assert.False(bot.GetProperty("deleted").GetBoolean());
        Assert.Equal(bot.ToString(), (await api.OkAsync("bots.info", product.Demo.Bot.Token)).GetProperty("bot").ToString());
        Assert.Equal("bot_not_found", await api.ErrorAsync("bots.info", api.Ann, ("bot", "B0000000ZZ")));
        Assert.Equal("missing_argument", await api.ErrorAsync("bots.info", api.Ann));
        var (stranger, _, _) = await api.NewTeamAsync();
        Assert.Equal("bot_not_found", await api.ErrorAsync("bots.info", stranger, ("bot", me.Text("bot_id"))));

        var profile = (await api.OkAsync("team.profile.get", api.Ann, ("visibility", "all"))).GetProperty("profile");
        Assert.Equal((0, 0), (profile.GetProperty("fields").GetArrayLength(), profile.GetProperty("sections").GetArrayLength()));
        Assert.Equal("invalid_arguments", await api.ErrorAsync("team.profile.get", api.Ann, ("visibility", "none")));
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
