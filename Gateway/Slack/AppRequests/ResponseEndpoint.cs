using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Gateway.Slack.Webhooks;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.AppRequests;

/// <summary><c>POST /response/T/A/SECRET</c>: a response URL, good for five answers within half an hour.</summary>
internal sealed partial class ResponseEndpoint(SlackServices services, SlackRequestParser parser, RequestBounds bounds, LostReplies lost, ILogger<ResponseEndpoint> logger)
{
    /// <summary>The path of every response URL.</summary>
    public const string Path = "/response/{team}/{app}/{secret}";

    private const string LimitName = "response";

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!bounds.TryEnter())
        {
            await AnswerAsync(http, StatusCodes.Status429TooManyRequests, SlackError.RateLimited);
            return;
        }

        try
        {
            await RespondAsync(http);
        }
        catch (SlackRefusedException e)
        {
            await AnswerAsync(http, e.Reply.Status == StatusCodes.Status200OK ? StatusCodes.Status400BadRequest : e.Reply.Status, e.Reply.Error!);
        }
        catch (OutcomeUnknownException)
        {
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, SlackError.Unavailable);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The app is gone.
        }
        catch (Exception e)
        {
            Failed(logger, e);
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, SlackError.Unavailable);
        }
        finally
        {
            bounds.Leave();
        }
    }

    private static Task AnswerAsync(HttpContext http, int status, string word)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return http.Response.WriteAsync(word, http.RequestAborted);
    }

    private async Task RespondAsync(HttpContext http)
    {
        if (!services.Limits.TryTake(http.Connection.RemoteIpAddress, LimitName, RateTier.Tier4, out var wait))
        {
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }

        // The answer is read first: one that is malformed uses nothing up.
        var arguments = await WebhookBody.ReadAsync(parser, http.Request, http.RequestAborted);
        var secret = http.Request.RouteValues["secret"] as string ?? string.Empty;
        if (!TeamId.TryParse(http.Request.RouteValues["team"] as string, out var team)
            || await services.Clusters.Main.GetGrain<IAppsGrain>(0).UseResponse(team, secret) is not { } target)
        {
            await AnswerAsync(http, StatusCodes.Status404NotFound, "expired_url");
            return;
        }

        using var keyless = new KeylessRequest(lost, services.Time, TokenIds.Of(secret), LimitName, arguments, KeylessRequest.KeptForUrls, http.RequestAborted);
        var sent = await SentAsync(target, arguments, keyless.Key);
        var (status, word) = sent switch
        {
            PostError.None => (StatusCodes.Status200OK, "ok"),
            PostError.Busy => (StatusCodes.Status429TooManyRequests, SlackError.RateLimited),
            PostError.Unavailable => (StatusCodes.Status503ServiceUnavailable, SlackError.Unavailable),
            var error => (StatusCodes.Status404NotFound, SlackError.From(error)),
        };
        keyless.End(status);
        await AnswerAsync(http, status, word);
    }

    private async Task<PostError> SentAsync(ResponseTarget target, SlackArguments arguments, Guid key)
    {
        try
        {
            return await ResponseMessage.SendAsync(services, target, arguments, key);
        }
        catch (OutcomeUnknownException)
        {
            return PostError.Unavailable;
        }
        catch (SlackRefusedException e) when (e.Reply.Status == StatusCodes.Status429TooManyRequests)
        {
            return PostError.Busy;
        }
    }

    [LoggerMessage(EventId = 4104, Level = LogLevel.Error, Message = "An app's answer to a response URL failed")]
    private static partial void Failed(ILogger logger, Exception exception);
}
