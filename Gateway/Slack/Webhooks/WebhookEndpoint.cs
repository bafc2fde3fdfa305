using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Chat;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Accounts;
using OrleansSocial.Grains.Interfaces.Apps;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Webhooks;

/// <summary><c>POST /services/T/B/SECRET</c>: posts as the app's bot into the webhook's channel. The answers are a status and a word, as Slack's.</summary>
internal sealed partial class WebhookEndpoint(
    SlackServices services, SlackRequestParser parser, RequestBounds bounds, LostReplies lost, ILogger<WebhookEndpoint> logger)
{
    /// <summary>The path of every webhook.</summary>
    public const string Path = "/services/{team}/{webhook}/{secret}";

    private const string LimitName = "services";
    private const string TypeOfAnswers = "text/html; charset=utf-8";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly Uri NoUrl = new("http://localhost/");

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        if (!bounds.TryEnter())
        {
            await AnswerAsync(http, StatusCodes.Status429TooManyRequests, "rate_limited", Soon);
            return;
        }

        try
        {
            await PostAsync(http);
        }
        catch (SlackRefusedException e) when (e.Reply.Status != StatusCodes.Status200OK)
        {
            await AnswerAsync(http, e.Reply.Status, "rate_limited", TimeSpan.FromSeconds(e.Reply.RetryAfterSeconds));
        }
        catch (SlackRefusedException e)
        {
            await AnswerAsync(http, StatusCodes.Status400BadRequest, e.Reply.Error!);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or BadHttpRequestException)
        {
            // The caller is gone.
        }
        catch (Exception e)
        {
            Failed(logger, e);
            await AnswerAsync(http, StatusCodes.Status503ServiceUnavailable, SlackError.Unavailable, Soon);
        }
        finally
        {
            bounds.Leave();
        }
    }

    private static string Route(HttpContext http, string name) => http.Request.RouteValues[name] as string ?? string.Empty;

    private static Task AnswerAsync(HttpContext http, int status, string word, TimeSpan retryAfter = default)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = TypeOfAnswers;
        if (retryAfter > TimeSpan.Zero)
        {
            http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return http.Response.WriteAsync(word, http.RequestAborted);
    }

    private async Task PostAsync(HttpContext http)
    {
        // By address before anything is looked up: whoever guesses must not cost the main database more than that.
        if (!services.Limits.TryTake(http.Connection.RemoteIpAddress, LimitName, RateTier.Tier4, out var wait))
        {
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }

        var id = Route(http, "webhook");
        var webhook = TeamId.TryParse(Route(http, "team"), out var team) && WireId.IsValid(id, "B")
            ? await services.Retry.RunAsync(() => services.Clusters.Main.GetGrain<IAppsGrain>(0).Webhook(team, id), static _ => false)
            : null;
        if (webhook is null)
        {
            await AnswerAsync(http, StatusCodes.Status404NotFound, "no_service");
        }
        else if (!CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(TokenIds.Of(Route(http, "secret"))), Encoding.ASCII.GetBytes(webhook.SecretHash)))
        {
            await AnswerAsync(http, StatusCodes.Status403Forbidden, "invalid_token");
        }
        else
        {
            await PostAsync(http, webhook, id);
        }
    }

    private async Task PostAsync(HttpContext http, WebhookInfo webhook, string id)
    {
        var arguments = await WebhookBody.ReadAsync(parser, http.Request, http.RequestAborted);
        arguments.Add("channel", webhook.Channel.Value);
        var clientKey = http.Request.Headers["Idempotency-Key"].ToString();
        using var keyless = clientKey.Length is 0 or > DedupeKeys.ClientKeyLengthMax
            ? new KeylessRequest(lost, services.Time, id, LimitName, arguments, KeylessRequest.KeptForUrls, http.RequestAborted)
            : null;
        var call = new SlackCall(ChatPostMessage.Method, arguments, services, NoUrl)
        {
            Caller = webhook.Caller,
            TokenId = id,
            DedupeKey = keyless?.Key ?? DedupeKeys.Of(webhook.Caller.User, clientKey),
        };
        var result = await ResultAsync(call);
        var (status, word) = result.Error switch
        {
            PostError.None => (StatusCodes.Status200OK, "ok"),
            PostError.IsArchived => (StatusCodes.Status410Gone, "channel_is_archived"),
            PostError.ChannelNotFound or PostError.NotInChannel => (StatusCodes.Status404NotFound, SlackError.ChannelNotFound),
            PostError.Busy => (StatusCodes.Status429TooManyRequests, "rate_limited"),
            PostError.Unavailable => (StatusCodes.Status503ServiceUnavailable, SlackError.Unavailable),
            var error => (StatusCodes.Status400BadRequest, SlackError.From(error)),
        };
        keyless?.End(status);
        await AnswerAsync(http, status, word, status == StatusCodes.Status503ServiceUnavailable ? Soon : result.RetryAfter);
    }

    private static async Task<PostResult> ResultAsync(SlackCall call)
    {
        try
        {
            return (await ChatPostMessage.PostAsync(call)).Result;
        }
        catch (OutcomeUnknownException)
        {
            return new PostResult(PostError.Unavailable, 0, null, Soon);
        }
        catch (SlackRefusedException e) when (e.Reply.Status == StatusCodes.Status429TooManyRequests)
        {
            return new PostResult(PostError.Busy, 0, null, TimeSpan.FromSeconds(e.Reply.RetryAfterSeconds));
        }
    }

    [LoggerMessage(EventId = 4103, Level = LogLevel.Error, Message = "A webhook's post failed")]
    private static partial void Failed(ILogger logger, Exception exception);
}
