using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.SocketMode;

/// <summary>The last segment of an app's WebSocket URL: team, app and a secret that is good once.</summary>
internal static class SocketModeTicket
{
    /// <summary>The path in front of a ticket.</summary>
    public const string Path = "/socket-mode/";

    private const int LengthMax = 200;

    /// <summary>Makes the URL.</summary>
    public static string Url(Uri baseUrl, TeamId team, string app, string secret)
    {
        var builder = new UriBuilder(baseUrl)
        {
            Scheme = string.Equals(baseUrl.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? "wss" : "ws",
            Path = $"{Path}{team.Value}_{app}_{secret}",
        };
        return builder.Uri.AbsoluteUri;
    }

    /// <summary>Reads a ticket.</summary>
    public static bool TryParse(string? ticket, out TeamId team, out string app, out string secret)
    {
        (team, app, secret) = (default, string.Empty, string.Empty);
        if (ticket is null || ticket.Length > LengthMax || ticket.Split('_') is not [var first, var second, var third])
        {
            return false;
        }

        (app, secret) = (second, third);
        return TeamId.TryParse(first, out team) && AppKey.IsId(app) && secret.Length > 0;
    }
}
