using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// What happens to every call: (1) find the method, (2) bounds, (3) read the arguments, (4) find the caller, (5) the caller's limits,
/// (6) the dedupe key, (7) the method itself, (8) the answer.
/// </summary>
internal sealed partial class SlackPipeline(
    SlackServices services,
    SlackAuthenticator authenticator,
    SlackRequestParser parser,
    SlackResponseWriter responses,
    RequestBounds bounds,
    LostReplies lost,
    BaseUrls urls,
    ILogger<SlackPipeline> logger)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext http, string name)
    {
        if (!SlackApi.Methods.TryGetValue(name, out var method) || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsPost(http.Request.Method)))
        {
            await responses.WriteAsync(http, SlackReply.Refused(SlackError.UnknownMethod), null);
            return;
        }

        if (!bounds.TryEnter())
        {
            await responses.WriteAsync(http, SlackReply.RateLimited(Soon), method);
            return;
        }

        try
        {
            await HandleAsync(http, method);
        }
        finally
        {
            bounds.Leave();
        }
    }

    private async Task HandleAsync(HttpContext http, SlackMethod method)
    {
        var (call, keyless) = (default(SlackCall), default(KeylessRequest));
        SlackReply reply;
        try
        {
            (call, keyless) = await ReadAsync(http, method);
            reply = await AnswerAsync(call);
            keyless?.End(reply.Status);
            await WriteAsync(http, reply, method);
            keyless?.Dispose();
            return;
        }
        catch (SlackRefusedException e)
        {
            reply = e.Reply;
        }
        catch (OutcomeUnknownException)
        {
            reply = SlackReply.Unavailable(Soon);
        }
        catch (Exception e) when (e is OperationCanceledException or BadHttpRequestException or IOException && call is null)
        {
            // The request itself broke off: nobody is there to read an answer.
            reply = SlackReply.Refused(SlackError.InvalidArguments);
        }
        catch (Exception e)
        {
            MethodFailed(logger, method.Name, e);
            reply = method.Writes ? SlackReply.Unavailable(Soon) : SlackReply.Refused(SlackError.FatalError);
        }

        using (keyless)
        {
            keyless?.End(reply.Status);
            if (!http.Response.HasStarted)
            {
                await WriteAsync(http, reply, method);
            }
        }
    }

    private async Task<SlackReply> AnswerAsync(SlackCall call)
    {
        SlackReply reply;
        try
        {
            reply = await call.Method.Handle(call);
        }
        catch (SlackRefusedException e)
        {
            reply = e.Reply;
        }

        if (call.Method.Token is not (SlackTokenKind.Any or SlackTokenKind.User))
        {
            return reply;
        }

        var shown = await GuestSight.ShownAsync(services, call.Caller, reply.Error);
        return string.Equals(shown, reply.Error, StringComparison.Ordinal) ? reply : SlackReply.Refused(shown!);
    }

    private async Task<(SlackCall Call, KeylessRequest? Keyless)> ReadAsync(HttpContext http, SlackMethod method)
    {
        var arguments = await parser.ReadAsync(http.Request, http.RequestAborted, method.TakesFile);
        var identity = await authenticator.AuthenticateAsync(method, http.Request, arguments);
        var (caller, tokenId) = (identity.Caller, identity.Id);
        var limits = services.Limits;
        var isLimited = tokenId.Length > 0
            ? !limits.TryTake(tokenId, method.Name, method.Tier, out var wait)
            : !limits.TryTake(http.Connection.RemoteIpAddress, method.Name, method.Tier, out wait);
        if (isLimited)
        {
            throw new SlackRefusedException(SlackReply.RateLimited(wait));
        }

        SlackScopes.Check(method, identity.App);
        var baseUrl = urls.OfCaller(http.Request);
        if (caller is null)
        {
            var authorization = method.Token == SlackTokenKind.None ? http.Request.Headers.Authorization.ToString() : string.Empty;
            return (new SlackCall(method, arguments, services, baseUrl) { TokenId = tokenId, Authorization = authorization, Address = http.Connection.RemoteIpAddress }, null);
        }

        var clientKey = method.Writes ? ClientKeyOf(http.Request, method, arguments, caller.User) : null;
        var keyless = method.Writes && clientKey is null
            ? new KeylessRequest(lost, services.Time, tokenId, method.Name, arguments, LostReplies.KeptFor, http.RequestAborted)
            : null;
        var call = new SlackCall(method, arguments, services, baseUrl)
        {
            Caller = caller,
            TokenId = tokenId,
            App = identity.App,
            DedupeKey = clientKey ?? keyless?.Key ?? default,
            UrlForOthers = urls.OfOthers(http),
            Address = http.Connection.RemoteIpAddress,
        };
        return (call, keyless);
    }

    // Null: the client brings none.
    private static Guid? ClientKeyOf(HttpRequest request, SlackMethod method, SlackArguments arguments, Grains.Interfaces.Ids.UserId author)
    {
        var isPost = string.Equals(method.Name, Chat.ChatPostMessage.Name, StringComparison.Ordinal);
        var clientKey = isPost ? arguments.Text("client_msg_id") : null;
        clientKey ??= request.Headers["Idempotency-Key"].ToString();
        if (clientKey.Length > DedupeKeys.ClientKeyLengthMax)
        {
            throw new SlackRefusedException(SlackError.InvalidArguments, $"the key is over {DedupeKeys.ClientKeyLengthMax} characters");
        }

        return clientKey.Length > 0 ? DedupeKeys.Of(author, clientKey, isPost ? string.Empty : method.Name) : null;
    }

    private async Task WriteAsync(HttpContext http, SlackReply reply, SlackMethod method)
    {
        try
        {
            await responses.WriteAsync(http, reply, method);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client is gone; the key is kept.
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "{Method} failed")]
    private static partial void MethodFailed(ILogger logger, string method, Exception exception);
}
