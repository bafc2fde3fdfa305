using System.Collections.Frozen;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack.Api;
using OrleansSocial.Gateway.Slack.Auth;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Conversations;
using OrleansSocial.Gateway.Slack.OpenApi;
using OrleansSocial.Gateway.Slack.Ops;
using OrleansSocial.Gateway.Slack.Reactions;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Gateway.Slack.Rtm;
using OrleansSocial.Gateway.Slack.Social;
using OrleansSocial.Gateway.Slack.Team;
using OrleansSocial.Gateway.Slack.Users;

namespace OrleansSocial.Gateway.Slack;

/// <summary>The Slack Web API-compatible methods.</summary>
internal static class SlackApi
{
    /// <summary>Gets every method, by its wire name.</summary>
    public static FrozenDictionary<string, SlackMethod> Methods { get; } = new[]
    {
        ApiTest.Method,
        AuthRevoke.Method,
        AuthTest.Method,
        ChatDelete.Method,
        ChatPostMessage.Method,
        ChatUpdate.Method,
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
        ConversationsReplies.Method,
        ConversationsSetTopic.Method,
        OpsFenceBump.Method,
        OpsMap.Method,
        OpsWrites.Method,
        ReactionsAdd.Method,
        ReactionsRemove.Method,
        RtmConnect.Method,
        RtmStart.Method,
        SocialBotsCreate.Method,
        SocialInvitesCreate.Method,
        SocialLogIn.Method,
        SocialLogOut.Method,
        SocialSignUp.Method,
        SocialTeamsCreate.Method,
        TeamInfo.Method,
        UsersInfo.Method,
        UsersList.Method,
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
        services.AddSingleton<GrainRetry>();
        services.AddSingleton<LostReplies>();
        services.AddSingleton<IRtmCommands, RtmCommands>();
        services.AddSingleton<IEventEncoder, RtmEventEncoder>();
    }

    /// <summary>Maps <c>/api/METHOD</c>, and the document and page that describe them.</summary>
    public static void MapSlackApi(this IEndpointRouteBuilder routes)
    {
        var pipeline = routes.ServiceProvider.GetRequiredService<SlackPipeline>();
        routes.Map("/api/{method}", http => pipeline.HandleAsync(http, (string?)http.Request.RouteValues["method"] ?? string.Empty));
        routes.MapApiDocument();
    }
}
