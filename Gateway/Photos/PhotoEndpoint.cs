using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Photos;

/// <summary>Serves members' pictures. A URL shows one picture as long as the member has it, and nothing after that.</summary>
internal sealed partial class PhotoEndpoint(SlackServices services, RequestBounds bounds, ILogger<PhotoEndpoint> logger)
{
    private const string LimitName = "photos";

    /// <summary>Answers one request: 200, 304, 404, 429, or 503 while the database is away.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (!bounds.TryEnter())
        {
            Refuse(http, StatusCodes.Status429TooManyRequests, TimeSpan.FromSeconds(1));
            return;
        }

        try
        {
            await ServeAsync(http);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The caller is gone.
        }
        catch (Exception e)
        {
            Failed(logger, e);
            if (!http.Response.HasStarted)
            {
                Refuse(http, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            bounds.Leave();
        }
    }

    private static void Refuse(HttpContext http, int status, TimeSpan retryAfter)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    private static string? Route(HttpContext http, string name) => http.Request.RouteValues[name] as string;

    private async Task ServeAsync(HttpContext http)
    {
        // By address before anything is looked up: whoever guesses must not cost the database more than that.
        if (!services.Limits.TryTake(http.Connection.RemoteIpAddress, LimitName, RateTier.Tier4, out var wait))
        {
            Refuse(http, StatusCodes.Status429TooManyRequests, wait);
            return;
        }

        var hash = Route(http, "hash");
        var image = TeamId.TryParse(Route(http, "team"), out var team) && UserId.TryParse(Route(http, "user"), out var user) && PhotoUrl.IsHash(hash)
            && int.TryParse(Route(http, "size"), NumberStyles.None, CultureInfo.InvariantCulture, out var size) && MemberPhoto.Sizes.Contains(size)
            ? await services.Retry.RunAsync(() => services.Clusters.For(team).GetGrain<IPhotosGrain>(0).Read(team, user, hash!, size), static _ => false)
            : null;
        if (image is null)
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            http.Response.Headers.CacheControl = "no-store";
            return;
        }

        // The name has what it shows in it, so that it never changes; private, because it is for those who know the name.
        var tag = $"\"{hash}\"";
        http.Response.Headers.CacheControl = "private, max-age=31536000, immutable";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        http.Response.Headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        if (http.Request.Headers.IfNoneMatch.Contains(tag, StringComparer.Ordinal))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = "image/jpeg";
        http.Response.ContentLength = image.Length;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            await http.Response.Body.WriteAsync(image, http.RequestAborted);
        }
    }

    [LoggerMessage(EventId = 4105, Level = LogLevel.Error, Message = "A picture could not be read")]
    private static partial void Failed(ILogger logger, Exception exception);
}
