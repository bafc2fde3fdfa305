using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack.SocketMode;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>
/// Describes the WebSockets: how they are opened, and the schemas of their frames. OpenAPI has no word for frames: the operations name
/// them under <see cref="ServerFrames"/> and <see cref="ClientFrames"/>.
/// </summary>
internal static class SocketOperations
{
    /// <summary>The tag of both.</summary>
    public const string Tag = "websocket";

    /// <summary>The member of an operation that lists the schemas of the frames that the server sends: each frame is one of them.</summary>
    public const string ServerFrames = "x-server-frames";

    /// <summary>The member of an operation that lists the schemas of the frames that clients may send.</summary>
    public const string ClientFrames = "x-client-frames";

    /// <summary>Where members' sockets are.</summary>
    public const string RtmPath = RtmTicket.Path + "{ticket}";

    /// <summary>Where apps' sockets are.</summary>
    public const string SocketModePath = SocketModeTicket.Path + "{ticket}";

    private static readonly (int, string?, string) Open = (101, null, "The WebSocket is open; its first frame is `hello`.");
    private static readonly (int, string?, string) NoUpgrade = (426, null, "No WebSocket was asked for.");
    private static readonly (int, string?, string) Busy = (503, null, "The gateway has as many sockets as it may, ends, or cannot tell just now. Retry-After tells the seconds to wait.");

    /// <summary>Describes both.</summary>
    public static void Add(OpenApiDocument document, SlackSchemas schemas)
    {
        foreach (var frame in SlackFrames.All)
        {
            var schema = schemas.Object(frame.Members, frame.SchemaName);
            (schema.Description, schema.AdditionalPropertiesAllowed) = (frame.About, frame.IsOpen);
            document.AddComponent<IOpenApiSchema>(frame.SchemaName, schema);
        }

        var rtm = PlainOperation.Add(
            document, HttpMethod.Get, RtmPath,
            ("rtm", Tag, "Opens a member's WebSocket; the URL is that of rtm.connect, reconnect_url or social.boot.", "The session's ticket."),
            [Open, (401, null, "The token that opened the session is revoked."), (404, null, "No such session, or it is over."), NoUpgrade, Busy]);
        rtm.Parameters!.Add(PlainOperation.Parameter("own", ParameterLocation.Query, "1 for a client that names its cursors in a first frame, `resume`, and gets exactly what is newer."));
        rtm.Parameters.Add(PlainOperation.Parameter(RtmTicket.PresenceInOneFrame, ParameterLocation.Query, "1 for a client that takes the presence of several users in one frame."));
        rtm.Extensions = Frames(FrameDirection.RtmServer, FrameDirection.RtmClient);
        var app = PlainOperation.Add(
            document, HttpMethod.Get, SocketModePath,
            ("socket_mode", Tag, "Opens an app's WebSocket; the URL is that of apps.connections.open, good once.", "The socket's ticket."),
            [Open, (404, null, "No such ticket, it was used, or the app or its token is gone."), NoUpgrade, (429, null, "Too many from this address. Retry-After tells the seconds to wait."), Busy]);
        app.Extensions = Frames(FrameDirection.SocketModeServer, FrameDirection.SocketModeClient);
    }

    private static Dictionary<string, IOpenApiExtension> Frames(FrameDirection server, FrameDirection client) => new(StringComparer.Ordinal)
    {
        [ServerFrames] = References(server),
        [ClientFrames] = References(client),
    };

    private static JsonNodeExtension References(FrameDirection direction) =>
        new(new JsonArray([.. SlackFrames.Of(direction).Select(f => (JsonNode)new JsonObject { ["$ref"] = $"#/components/schemas/{f.SchemaName}" })]));
}
