using System.Text.Json;
using OrleansSocial.Gateway.Slack;

namespace OrleansSocial.Tests.Gateway.Slack.OpenApi;

/// <summary>The check of frames finds what it is there to find.</summary>
public sealed class FrameCheckTests
{
    private const string Message =
        """{"type":"message","channel":"C000000001","user":"U000000001","text":"hi","team":"T000000001","ts":"1700000000.000200","event_ts":"1700000000.000200","channel_type":"channel","position":1}""";

    [Theory]
    [InlineData(Message)]
    [InlineData("""{"type":"hello"}""")]
    [InlineData("""{"type":"pong","reply_to":7,"anything":{"goes":true}}""")]
    [InlineData("""{"ok":true,"reply_to":7,"ts":"1700000000.000200","text":"hi","position":1}""")]
    [InlineData("""{"ok":false,"error":{"code":1,"msg":"no"}}""")]
    public async Task Good_frames_have_no_fault(string frame) => Assert.Null(await FaultAsync(FrameDirection.RtmServer, frame));

    [Theory]
    [InlineData("""{"type":"no_such_type"}""", "no frame of type no_such_type")]
    [InlineData("""{"type":"hello","extra":1}""", "NoAdditionalPropertiesAllowed #/extra")]
    [InlineData("""{"type":"user_typing","channel":"C000000001"}""", "PropertyRequired #/user")]
    [InlineData("""{"type":"user_typing","channel":"general","user":"U000000001"}""", "PatternMismatch #/channel")]
    [InlineData("""{"type":"presence_change","presence":"here","user":"U000000001"}""", "NotInEnumeration #/presence")]
    [InlineData("""{"ok":true,"reply_to":7,"ts":"now","text":"hi","position":1}""", "PatternMismatch #/ts")]
    [InlineData("""{"type":"disconnect","reason":"refresh_requested","debug_info":{}}""", "no frame of type disconnect")]
    public async Task Bad_frames_have_a_reason(string frame, string reason) =>
        Assert.Contains(reason, await FaultAsync(FrameDirection.RtmServer, frame), StringComparison.Ordinal);

    [Theory]
    [InlineData("user")]
    [InlineData("ts")]
    [InlineData("event_ts")]
    [InlineData("channel_type")]
    public async Task An_event_of_an_app_is_checked_as_the_frame_that_it_is(string member)
    {
        Assert.Null(await FrameCheck.EventFaultAsync(Event(Message)));
        Assert.Null(await FrameCheck.EventFaultAsync(Event(Message.Replace("\"type\":\"message\"", "\"type\":\"app_mention\"", StringComparison.Ordinal))));
        var broken = Message.Replace($"\"{member}\":", "\"x\":", StringComparison.Ordinal);

        Assert.Contains($"event: PropertyRequired #/{member}", await FrameCheck.EventFaultAsync(Event(broken)), StringComparison.Ordinal);
    }

    private static Task<string?> FaultAsync(FrameDirection direction, string frame) => FrameCheck.FaultAsync(direction, JsonElement.Parse(frame));

    private static JsonElement Event(string message) => JsonElement.Parse(
        $$"""
        {"token":"","team_id":"T000000001","context_team_id":"T000000001","api_app_id":"A000000001","event":{{message}},"type":"event_callback","event_id":"Ev1",
        "event_time":1700000000,"authorizations":[{"enterprise_id":null,"team_id":"T000000001","user_id":"U000000001","is_bot":true,"is_enterprise_install":false}],
        "is_ext_shared_channel":false}
        """);
}
