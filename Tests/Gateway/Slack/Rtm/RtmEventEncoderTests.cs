using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Tests.Gateway.Slack.Rtm;

/// <summary>Frames have the shapes that Slack's clients were recorded to read.</summary>
public sealed class RtmEventEncoderTests
{
    private const long Ts = 1_700_000_000_000_200;
    private const string WireTs = "1700000000.000200";
    private static readonly TeamId Team = TeamId.FromNumber(2);

    [Fact]
    public void Message_has_channel_user_text_and_ts()
    {
        var frame = Single(Event(EventKind.Message, text: "line\nü \"q\" </script>", extras: """{"client_msg_id":"x-1","bot_id":"B1"}"""));

        Assert.Equal("message", Text(frame, "type"));
        Assert.Equal("C000000001", Text(frame, "channel"));
        Assert.Equal("U000000001", Text(frame, "user"));
        Assert.Equal("line\nü \"q\" </script>", Text(frame, "text"));
        Assert.Equal(WireTs, Text(frame, "ts"));
        Assert.Equal(WireTs, Text(frame, "event_ts"));
        Assert.Equal(Team.Value, Text(frame, "team"));
        Assert.Equal("x-1", Text(frame, "client_msg_id"));
        Assert.Equal("B1", Text(frame, "bot_id"));
        Assert.False(frame.TryGetProperty("subtype", out _));
    }

    [Fact]
    public void Reply_names_its_thread_and_a_broadcast_says_so()
    {
        var frame = Single(Event(EventKind.Message, text: "x", extras: """{"broadcast":true}""") with { ThreadTs = Ts - 100 });

        Assert.Equal("1700000000.000100", Text(frame, "thread_ts"));
        Assert.Equal("thread_broadcast", Text(frame, "subtype"));
    }

    [Fact]
    public void Join_leave_and_kick_are_a_message_and_a_membership()
    {
        var join = Frames(Event(EventKind.Join, extras: """{"inviter":"U000000009"}"""));
        Assert.Equal("channel_join", Text(join[0], "subtype"));
        Assert.Equal("message member_joined_channel", string.Join(' ', join.Select(f => Text(f, "type"))));
        Assert.All(join, f => Assert.Equal("U000000009", Text(f, "inviter")));
        Assert.Equal("C", Text(join[1], "channel_type"));

        var leave = Frames(Event(EventKind.Leave));
        Assert.Equal("message member_left_channel", string.Join(' ', leave.Select(f => Text(f, "type"))));
        Assert.All(leave, f => Assert.Equal("U000000001", Text(f, "user")));

        var kick = Frames(Event(EventKind.Kick, extras: """{"user":"U000000007"}"""));
        Assert.All(kick, f => Assert.Equal("U000000007", Text(f, "user")));
        Assert.All(join.Concat(leave).Concat(kick), f => Assert.Equal(WireTs, Text(f, "event_ts")));
    }

    [Fact]
    public void Topic_has_its_text_and_a_sentence()
    {
        var frame = Single(Event(EventKind.Topic, text: "new"));

        Assert.Equal("channel_topic", Text(frame, "subtype"));
        Assert.Equal("new", Text(frame, "topic"));
        Assert.Contains("set the channel topic: new", Text(frame, "text"), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_shows_the_message_before_and_after()
    {
        var frame = Single(Event(
            EventKind.Edited,
            extras: """{"message":{"author":"U000000003","kind":0,"text":"after","thread_ts":1700000000000050,"extras":{"client_msg_id":"k"}},"previous_text":"before"}""",
            target: Ts - 100));

        Assert.Equal("message_changed", Text(frame, "subtype"));
        Assert.True(frame.GetProperty("hidden").GetBoolean());
        var message = frame.GetProperty("message");
        Assert.Equal(("after", "U000000003", "1700000000.000100"), (Text(message, "text"), Text(message, "user"), Text(message, "ts")));
        Assert.Equal("1700000000.000050", Text(message, "thread_ts"));
        Assert.Equal("k", Text(message, "client_msg_id"));
        Assert.Equal(WireTs, Text(message.GetProperty("edited"), "ts"));
        Assert.Equal("before", Text(frame.GetProperty("previous_message"), "text"));
    }

    [Fact]
    public void Deletion_names_the_message_and_not_its_text()
    {
        var frame = Single(Event(EventKind.Deleted, extras: """{"message":{"author":"U000000003","kind":0,"text":""}}""", target: Ts - 100));

        Assert.Equal("message_deleted", Text(frame, "subtype"));
        Assert.Equal("1700000000.000100", Text(frame, "deleted_ts"));
        Assert.Equal("U000000003", Text(frame.GetProperty("previous_message"), "user"));
    }

    [Theory]
    [InlineData(EventKind.ReactionAdded, "reaction_added")]
    [InlineData(EventKind.ReactionRemoved, "reaction_removed")]
    public void Reaction_names_its_item(EventKind kind, string type)
    {
        var frame = Single(Event(kind, extras: """{"name":"thumbsup","user":"U000000003"}""", target: Ts - 100));

        Assert.Equal((type, "thumbsup", "U000000003"), (Text(frame, "type"), Text(frame, "reaction"), Text(frame, "item_user")));
        var item = frame.GetProperty("item");
        Assert.Equal(("C000000001", "1700000000.000100"), (Text(item, "channel"), Text(item, "ts")));
        Assert.Equal("C000000001", Text(frame, "channel"));
    }

    [Fact]
    public void Private_channel_is_told_to_its_creator_alone()
    {
        var open = Encode(Event(EventKind.ChannelCreated, extras: """{"channel":"C000000005","name":"five","is_private":false}"""));
        Assert.Null(open.OnlyUser);
        var channel = Parse(open.Frames[0]).GetProperty("channel");
        Assert.Equal(("C000000005", "five"), (Text(channel, "id"), Text(channel, "name")));

        Assert.Equal("U000000001", Encode(Event(EventKind.ChannelCreated, extras: """{"channel":"C000000005","name":"five","is_private":true}""")).OnlyUser);
    }

    [Fact]
    public void New_member_comes_with_a_profile()
    {
        var profile = new UserProfile(new UserId("U000000008"), "eve", "Eve E", "eve@example.org", UserRole.Member, null, false, 5);
        var frame = Single(Event(EventKind.TeamMemberJoined, extras: $$"""{"profile":{{JsonSerializer.Serialize(profile)}}}"""));

        Assert.Equal("team_join", Text(frame, "type"));
        Assert.Equal("U000000008", Text(frame.GetProperty("user"), "id"));
        Assert.Equal("Eve E", Text(frame.GetProperty("user").GetProperty("profile"), "real_name"));
    }

    [Fact]
    public void Own_membership_and_read_cursor_name_the_channel()
    {
        var joined = Single(Event(EventKind.AddedToChannel, extras: """{"channel":"C000000005","join_ts":1}"""));
        Assert.Equal("channel_joined", Text(joined, "type"));
        Assert.Equal("C000000005", Text(joined.GetProperty("channel"), "id"));

        Assert.Equal("C000000005", Text(Single(Event(EventKind.RemovedFromChannel, extras: """{"channel":"C000000005"}""")), "channel"));

        var marked = Single(Event(EventKind.ChannelMarked, extras: $$"""{"channel":"C000000005","read_ts":{{Ts}},"position":4,"unread":3}"""));
        Assert.Equal((WireTs, 3), (Text(marked, "ts"), marked.GetProperty("unread_count_display").GetInt32()));
    }

    [Fact]
    public void Every_kind_is_encoded_without_line_breaks()
    {
        foreach (var kind in Enum.GetValues<EventKind>())
        {
            var encoded = Encode(Event(kind, text: "a\nb", extras: "{}", target: 5));
            Assert.All(encoded.Frames, f => Assert.DoesNotContain("\n", Encoding.UTF8.GetString(f.Span), StringComparison.Ordinal));
            Assert.All(encoded.Frames, f => Assert.True(Parse(f).TryGetProperty("event_ts", out _), $"{kind} has no event_ts"));
        }
    }

    [Fact]
    public void Frames_carry_what_the_start_payload_counts_with()
    {
        var message = Single(Event(EventKind.Message, text: "x", extras: """{"mentioned_by_group":["U000000007"]}"""));
        Assert.Equal((1, "U000000007"), (message.GetProperty("position").GetInt32(), message.GetProperty("mentioned_by_group")[0].GetString()));
        var edit = Single(Event(EventKind.Edited, extras: """{"message":{"author":"U000000001","text":"x","extras":{"mentioned_by_group":["U000000007"]}}}""", target: 5));
        Assert.Equal("U000000007", edit.GetProperty("message").GetProperty("mentioned_by_group")[0].GetString());
        Assert.False(edit.GetProperty("previous_message").TryGetProperty("mentioned_by_group", out _));
        Assert.Equal(WireTs, Text(Single(Event(EventKind.Deleted, extras: "{}", target: 5) with { LatestTs = Ts }), "latest"));
        Assert.Null(Text(Single(Event(EventKind.Deleted, extras: "{}", target: 5)), "latest"));
        Assert.All(
            (EventKind[])[EventKind.Join, EventKind.Leave, EventKind.Kick],
            kind => Assert.Equal(3, Frames(Event(kind, extras: """{"count":3}"""))[1].GetProperty("num_members").GetInt32()));
    }

    [Fact]
    public void Frames_of_the_members_chain_carry_what_the_start_payload_counts_with()
    {
        var marked = Single(Event(EventKind.ChannelMarked, extras: """{"channel":"C000000001","position":7,"mention_ts":[1700000000000200]}"""));
        Assert.Equal((7, WireTs), (marked.GetProperty("read_position").GetInt32(), marked.GetProperty("mentions")[0].GetString()));
        Assert.Equal(WireTs, Text(Single(Event(EventKind.ConversationClosed, extras: """{"channel":"D000000001","closed_ts":1700000000000200}""")), "closed_ts"));
        Assert.Null(Text(Single(Event(EventKind.ConversationOpened, extras: """{"channel":"D000000001"}""")), "closed_ts"));
        var joined = Single(Event(EventKind.AddedToChannel, extras: """{"channel":"D000000001","users":["U000000007"],"join_ts":1700000000000200,"position":7}"""));
        Assert.Equal((WireTs, 7, "U000000007"), (Text(joined, "as_of"), joined.GetProperty("read_position").GetInt32(), joined.GetProperty("users")[0].GetString()));
    }

    private static ChannelEvent Event(EventKind kind, string text = "", string? extras = null, long? target = null) =>
        new(ChainId.Of(Team, new ChannelId("C000000001")), Ts, Ts - 2, kind, "U000000001", target, null, text, extras, 1);

    private static OrleansSocial.Gateway.Delivery.EncodedEvent Encode(ChannelEvent e) => new RtmEventEncoder(new BaseUrls(Options.Create(new GatewayOptions()))).Encode(e);

    private static List<JsonElement> Frames(ChannelEvent e) => Encode(e).Frames.Select(Parse).ToList();

    private static JsonElement Single(ChannelEvent e) => Assert.Single(Frames(e));

    private static JsonElement Parse(ReadOnlyMemory<byte> frame)
    {
        using var document = JsonDocument.Parse(frame);
        return document.RootElement.Clone();
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
