namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>As rtm.connect (Slack: rtm.start does the same since 2022).</summary>
internal static class RtmStart
{
    public static SlackMethod Method { get; } = RtmConnect.Method with { Name = "rtm.start" };
}
