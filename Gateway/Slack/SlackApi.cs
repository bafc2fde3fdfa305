using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Photos;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack.Api;
using OrleansSocial.Gateway.Slack.AppRequests;
using OrleansSocial.Gateway.Slack.Apps;
using OrleansSocial.Gateway.Slack.Auth;
using OrleansSocial.Gateway.Slack.Bookmarks;
using OrleansSocial.Gateway.Slack.Bots;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Client;
using OrleansSocial.Gateway.Slack.Conversations;
using OrleansSocial.Gateway.Slack.Dnd;
using OrleansSocial.Gateway.Slack.Emoji;
using OrleansSocial.Gateway.Slack.EventsApi;
using OrleansSocial.Gateway.Slack.Oauth;
using OrleansSocial.Gateway.Slack.OpenApi;
using OrleansSocial.Gateway.Slack.Ops;
using OrleansSocial.Gateway.Slack.Pins;
using OrleansSocial.Gateway.Slack.Reactions;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Gateway.Slack.Social;
using OrleansSocial.Gateway.Slack.Subscriptions;
using OrleansSocial.Gateway.Slack.Team;
using OrleansSocial.Gateway.Slack.Usergroups;
using OrleansSocial.Gateway.Slack.Users;
using OrleansSocial.Gateway.Slack.Webhooks;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The Slack Web API-compatible methods.</summary>
internal static class SlackApi
{
    /// <summary>Gets every method, by its wire name.</summary>
    public static FrozenDictionary<string, SlackMethod> Methods { get; } = new[]
    {
        ApiTest.Method,
        AppsConnectionsOpen.Method,
        AuthRevoke.Method,
        AuthTest.Method,
        BookmarksAdd.Method,
        BookmarksEdit.Method,
        BookmarksList.Method,
        BookmarksRemove.Method,
        BotsInfo.Method,
        ChatDelete.Method,
        ChatGetPermalink.Method,
        ChatMeMessage.Method,
        ChatPostEphemeral.Method,
        ChatPostMessage.Method,
        ChatUpdate.Method,
        ClientCounts.Method,
        ClientUserBoot.Method,
        ConversationsArchive.Method,
        ConversationsClose.Method,
        ConversationsCreate.Method,
        ConversationsHistory.Method,
        ConversationsInfo.Method,
        ConversationsInvite.Method,
        ConversationsJoin.Method,
        ConversationsKick.Method,
        ConversationsLeave.Method,
        ConversationsList.Method,
        ConversationsMark.Method,
        ConversationsMembers.Method,
        ConversationsOpen.Method,
        ConversationsRename.Method,
        ConversationsReplies.Method,
        ConversationsSetPurpose.Method,
        ConversationsSetTopic.Method,
        ConversationsUnarchive.Method,
        DndEndSnooze.Method,
        DndInfo.Method,
        DndSetSnooze.Method,
        EmojiAdd.Method,
        EmojiList.Method,
        EmojiRemove.Method,
        ImOpen.Method,
        OauthV2Access.Method,
        OpsFenceBump.Method,
        OpsMap.Method,
        OpsWrites.Method,
        PinsAdd.Method,
        PinsList.Method,
        PinsRemove.Method,
        ReactionsAdd.Method,
        ReactionsGet.Method,
        ReactionsRemove.Method,
        RtmConnect.Method,
        RtmStart.Method,
        SocialActionsReport.Method,
        SocialAppsAuthorize.Method,
        SocialAppsCommandsSet.Method,
        SocialAppsCreate.Method,
        SocialAppsList.Method,
        SocialAppsRedirectsSet.Method,
        SocialAppsRemove.Method,
        SocialAppsUrlSet.Method,
        SocialAuditList.Method,
        SocialBoot.Method,
        SocialBotsCreate.Method,
        SocialCommandsRun.Method,
        SocialInvitesCreate.Method,
        SocialInvitesList.Method,
        SocialInvitesRevoke.Method,
        SocialLogIn.Method,
        SocialLogOut.Method,
        SocialMembersDeactivate.Method,
        SocialMembersReactivate.Method,
        SocialMembersSetRole.Method,
        SocialPasswordChange.Method,
        SocialSessionsList.Method,
        SocialSessionsRevoke.Method,
        SocialSignUp.Method,
        SocialTeamsCreate.Method,
        SocialUsersChanges.Method,
        SocialWebhooksCreate.Method,
        SubscriptionsThreadAdd.Method,
        SubscriptionsThreadGet.Method,
        SubscriptionsThreadMark.Method,
        SubscriptionsThreadRemove.Method,
        TeamInfo.Method,
        TeamProfileGet.Method,
        UsergroupsCreate.Method,
        UsergroupsDisable.Method,
        UsergroupsEnable.Method,
        UsergroupsList.Method,
        UsergroupsUpdate.Method,
        UsergroupsUsersList.Method,
        UsergroupsUsersUpdate.Method,
        UsersConversations.Method,
        UsersDeletePhoto.Method,
        UsersGetPresence.Method,
        UsersInfo.Method,
        UsersSetPhoto.Method,
        UsersSetPresence.Method,
        UsersList.Method,
        UsersLookupByEmail.Method,
        UsersPrefsGet.Method,
        UsersPrefsSet.Method,
        UsersProfileGet.Method,
        UsersProfileSet.Method,
    }.ToFrozenDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>Adds what the methods need.</summary>
    public static void AddSlackDialect(this IServiceCollection services)
    {
        services.AddSingleton<SlackServices>();
        services.AddSingleton<SlackAuthenticator>();
        services.AddSingleton<SlackRequestParser>();
        services.AddSingleton<SlackResponseWriter>();
        services.AddSingleton<SlackInstruments>();
        services.AddSingleton<SlackPipeline>();
        services.AddSingleton<PhotoMaker>();
        services.AddSingleton<PhotoEndpoint>();
        services.AddSingleton<GrainRetry>();
        services.AddSingleton<LostReplies>();
        services.AddSingleton<AppPoster>();
        services.AddSingleton<EventsApiInstruments>();
        services.AddSingleton<WebhookEndpoint>();
        services.AddSingleton<ResponseEndpoint>();
        services.AddSingleton<IRtmCommands, RtmCommands>();
        services.AddSingleton<IEventEncoder, RtmEventEncoder>();
    }

    /// <summary>Maps <c>/api/METHOD</c>, <c>/services/T/B/SECRET</c>, <c>/response/T/A/SECRET</c>, <c>/photos/T/U/HASH/SIZE.jpg</c>, and the document and page that describe them.</summary>
    public static void MapSlackApi(this IEndpointRouteBuilder routes)
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<SlackPipeline>();
        routes.Map("/api/{method}", http => pipeline.HandleAsync(http, (string?)http.Request.RouteValues["method"] ?? string.Empty));
        routes.MapPost(WebhookEndpoint.Path, routes.ServiceProvider.GetRequiredService<WebhookEndpoint>().HandleAsync);
        routes.MapPost(ResponseEndpoint.Path, routes.ServiceProvider.GetRequiredService<ResponseEndpoint>().HandleAsync);
        routes.MapMethods(PhotoUrl.Path, [HttpMethods.Get, HttpMethods.Head], routes.ServiceProvider.GetRequiredService<PhotoEndpoint>().HandleAsync);
        routes.MapApiDocument();
    }
}
