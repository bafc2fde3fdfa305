using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace OrleansSocial.Gateway.WarmUp;

/// <summary>
/// Lets a new process answer a few calls of its own before it listens. The first calls compile what all calls go through, up to the
/// look-up of a token in the cluster; behind a port that is open already, everybody's calls stand in line for that. A start that
/// finds no cluster within <see cref="TimeMax"/> listens all the same: <c>/health/ready</c> says what is wrong.
/// </summary>
internal sealed partial class WarmedServer(IServer inner, TimeProvider clock, ILogger<WarmedServer> logger) : IServer
{
    /// <summary>How long the calls may hold up a start.</summary>
    public static readonly TimeSpan TimeMax = TimeSpan.FromSeconds(5);

    // A token that no team has: its first look-up goes to the cluster, and nothing is changed.
    private const string Token = "xoxp-warm-up";
    private static readonly (string Path, string Type, string Body)[] Calls =
    [
        ("/api/auth.test", "application/x-www-form-urlencoded", $"token={Token}"),
        ("/api/chat.postMessage", "application/json", """{"channel":"C0","text":"warm-up"}"""),
        ("/api/conversations.history", "application/x-www-form-urlencoded", "channel=C0"),
    ];

    public IFeatureCollection Features => inner.Features;

    public async Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        try
        {
            await CallAllAsync(application).WaitAsync(TimeMax, clock, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Failed(logger, exception);
        }

        await inner.StartAsync(application, cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => inner.StopAsync(cancellationToken);

    public void Dispose() => inner.Dispose();

    private static async Task CallAllAsync<TContext>(IHttpApplication<TContext> application)
        where TContext : notnull
    {
        foreach (var (path, type, body) in Calls)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var http = new DefaultHttpContext();
            http.Request.Method = HttpMethods.Post;
            http.Request.Scheme = "http";
            http.Request.Host = new HostString("localhost");
            http.Request.Path = path;
            http.Request.ContentType = type;
            http.Request.ContentLength = bytes.Length;
            http.Request.Headers.Authorization = $"Bearer {Token}";
            http.Request.Body = new MemoryStream(bytes);
            var context = application.CreateContext(http.Features);
            try
            {
                await application.ProcessRequestAsync(context);
                application.DisposeContext(context, null);
            }
            catch (Exception exception)
            {
                application.DisposeContext(context, exception);
                throw;
            }
        }
    }

    [LoggerMessage(EventId = 4050, Level = LogLevel.Warning, Message = "The calls before listening did not end well; the first callers will wait longer")]
    private static partial void Failed(ILogger logger, Exception exception);
}
