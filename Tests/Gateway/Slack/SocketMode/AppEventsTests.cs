using System.Text;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Gateway.Slack.SocketMode;

/// <summary>Which frames become events of an app: those that it wants and that its scopes are for.</summary>
public sealed class AppEventsTests
{
    [Theory]
    [InlineData("message", "channels:history", "channel", true)]
    [InlineData("message", "channels:history", "group", false)]
    [InlineData("message", "channels:history", "im", false)]
    [InlineData("message", "channels:history", "mpim", false)]
    [InlineData("message", "channels:history,im:history", "im", true)]
    [InlineData("message.im", "im:history", "im", true)]
    [InlineData("message.im", "im:history", "channel", false)]
    [InlineData("member_joined_channel", "channels:read", "C", true)]
    [InlineData("member_joined_channel", "channels:read", "G", false)]
    [InlineData("member_joined_channel", "channels:read,groups:read", "G", true)]
    public void An_app_gets_what_its_scopes_let_it_read(string wanted, string scopes, string channelType, bool comes)
    {
        var app = new AppInfo(
            "A000000001", TeamId.FromNumber(2), "app", "B000000001", new UserId("U000000001"), [.. scopes.Split(',')], [wanted], new UserId("U000000002"), 0);
        var type = wanted.Split('.')[0];
        var frame = $$"""{"type":"{{type}}","channel":"C000000001","user":"U000000003","text":"hello","channel_type":"{{channelType}}","event_ts":"1700000000.000100"}""";

        Assert.Equal(comes ? 1 : 0, AppEvents.Of(app, "C000000001", Encoding.UTF8.GetBytes(frame)).Count());
    }
}
