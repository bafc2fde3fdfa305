using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Sessions;

namespace OrleansSocial.Gateway.Sessions;

/// <summary>The last segment of a WebSocket URL: the session's team and its secret id, so that any gateway finds the session.</summary>
internal static class RtmTicket
{
    /// <summary>The path in front of a ticket.</summary>
    public const string Path = "/rtm/";

    /// <summary>The argument of the URL by which a client says that it takes the presence of many members in one frame.</summary>
    public const string PresenceInOneFrame = "batch_presence_aware";

    private const int LengthMax = 200;

    /// <summary>Names a session's ticket.</summary>
    public static string Format(SessionRecord session) => $"{session.Team.Value}_{session.Id}";

    /// <summary>Makes the URL of a session's socket.</summary>
    /// <param name="baseUrl">The gateway's public base URL (http or https).</param>
    /// <param name="session">The session.</param>
    /// <param name="presenceInOneFrame">Whether the client takes the presence of many members in one frame.</param>
    public static string Url(Uri baseUrl, SessionRecord session, bool presenceInOneFrame = false)
    {
        var builder = new UriBuilder(baseUrl)
        {
            Scheme = string.Equals(baseUrl.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) ? "wss" : "ws",
            Path = Path + Format(session),
            Query = presenceInOneFrame ? PresenceInOneFrame + "=1" : string.Empty,
        };
        return builder.Uri.AbsoluteUri;
    }

    /// <summary>Reads a ticket.</summary>
    public static bool TryParse(string? ticket, out TeamId team, out string session)
    {
        (team, session) = (default, string.Empty);
        if (ticket is null || ticket.Length > LengthMax || ticket.IndexOf('_', StringComparison.Ordinal) is var at && at < 0)
        {
            return false;
        }

        session = ticket[(at + 1)..];
        return session.Length > 0 && TeamId.TryParse(ticket[..at], out team);
    }
}
