using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack;

/// <summary>Which scopes a method needs, in Slack's words, and whether a token has them. Only tokens of apps are bounded by scopes.</summary>
internal static class SlackScopes
{
    private const string Public = "channels:";
    private const string Private = "groups:";
    private const string Direct = "im:";
    private const string GroupDirect = "mpim:";
    private const string Everything = "identify,read,post,client,admin";

    private static readonly string[] None = [];
    private static readonly string[] Read = ["channels:read", "groups:read", "im:read", "mpim:read"];
    private static readonly string[] History = ["channels:history", "groups:history", "im:history", "mpim:history"];
    private static readonly string[] Manage = ["channels:manage", "groups:write", "im:write", "mpim:write"];
    private static readonly object NoteKey = new();

    /// <summary>What differs from the rule of its family; see <see cref="ByFamily"/>.</summary>
    private static readonly FrozenDictionary<string, string[]> ByName = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["bots.info"] = ["users:read"],
        ["chat.getPermalink"] = None,
        ["client.counts"] = Read,
        ["conversations.history"] = History,
        ["conversations.replies"] = History,
        ["conversations.join"] = ["channels:join"],
        ["conversations.open"] = ["im:write", "mpim:write"],
        ["conversations.close"] = ["im:write", "mpim:write"],
        ["im.open"] = ["im:write", "mpim:write"],
        ["rtm.connect"] = None,
        ["rtm.start"] = None,
        ["social.boot"] = ["users:read"],
        ["social.users.changes"] = ["users:read"],
        ["subscriptions.thread.add"] = Manage,
        ["subscriptions.thread.get"] = Read,
        ["subscriptions.thread.mark"] = Manage,
        ["subscriptions.thread.remove"] = Manage,
        ["team.profile.get"] = ["users.profile:read"],
        ["users.conversations"] = Read,
        ["users.lookupByEmail"] = ["users:read.email"],
        ["users.profile.get"] = ["users.profile:read"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Gets the scopes of which a method needs one.</summary>
    public static IReadOnlyList<string> Of(SlackMethod method) => method.Token switch
    {
        SlackTokenKind.Any => ByName.TryGetValue(method.Name, out var scopes) ? scopes : ByFamily(method),
        SlackTokenKind.App => ["connections:write"],
        _ => None,
    };

    /// <summary>Refuses a token of an app that lacks what a method needs.</summary>
    /// <exception cref="SlackRefusedException">missing_scope, with what is needed and what it has.</exception>
    public static void Check(SlackMethod method, AppGrant? app)
    {
        if (app is { IsAppLevel: false } && method.Scopes is { Count: > 0 } needed && !needed.Any(s => Has(app, s)))
        {
            throw Missing(needed[0], app);
        }
    }

    /// <summary>Refuses a token of an app that may do this only in other sorts of conversations.</summary>
    /// <exception cref="SlackRefusedException">missing_scope, with what is needed and what it has.</exception>
    public static void Check(SlackMethod method, AppGrant? app, ChannelKind kind)
    {
        if (app is not null && NeededFor(method, kind) is { } needed && !Has(app, needed))
        {
            throw Missing(needed, app);
        }
    }

    /// <summary>Tells whether a token may do this in such a conversation.</summary>
    public static bool Allows(SlackMethod method, AppGrant? app, ChannelKind kind) =>
        app is null || NeededFor(method, kind) is not { } needed || Has(app, needed);

    /// <summary>Tells whether an app has a scope.</summary>
    public static bool Has(AppGrant app, string scope) => app.Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>Keeps what the request's token may do, for the answer's header.</summary>
    public static void Note(HttpContext http, AppGrant? app) => http.Items[NoteKey] = app switch
    {
        null => Everything,
        { IsAppLevel: true } => "connections:write",
        _ => string.Join(',', app.Scopes),
    };

    /// <summary>Gets what the request's token may do; empty while no good token was seen.</summary>
    public static string Noted(HttpContext http) => http.Items.TryGetValue(NoteKey, out var scopes) ? (string)scopes! : string.Empty;

    /// <summary>A refusal for want of a scope.</summary>
    public static SlackRefusedException Missing(string needed, AppGrant app) => new(Reply(needed, string.Join(',', app.Scopes)));

    /// <summary>The answer to who lacks a scope.</summary>
    public static SlackReply Reply(string needed, string provided) => SlackReply.Refused(SlackError.MissingScope, writer =>
    {
        writer.WriteString("needed"u8, needed);
        writer.WriteString("provided"u8, provided);
    });

    private static string? NeededFor(SlackMethod method, ChannelKind kind)
    {
        var prefix = kind switch
        {
            ChannelKind.Direct => Direct,
            ChannelKind.GroupDirect => GroupDirect,
            ChannelKind.Private => Private,
            _ => Public,
        };
        return method.Scopes.FirstOrDefault(s => s.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string[] ByFamily(SlackMethod method) => method.Name.Split('.')[0] switch
    {
        "api" or "auth" or "social" => None,
        "conversations" => method.Writes ? Manage : Read,
        "chat" => ["chat:write"],
        var family => [method.Writes ? $"{family}:write" : $"{family}:read"],
    };
}
