using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OrleansSocial.Tests.Gateway.Slack.OpenApi;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>An app's request URL on this machine: fails the test if an event is not what the OpenAPI document says; keeps what was posted, answers the challenge, and whatever else it is told to.</summary>
internal sealed class AppEndpoint : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentQueue<Posted> posted = new();
    private readonly Task serving;
    private string? fault;

    public AppEndpoint()
    {
        var port = FreePort();
        Url = $"http://127.0.0.1:{port}/slack/events";
        listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>One request.</summary>
    public sealed record Posted(string Type, string Timestamp, string Signature, string? RetryNum, string? RetryReason, string Body)
    {
        /// <summary>Gets the body as JSON.</summary>
        public JsonElement Json => JsonElement.Parse(Body);

        /// <summary>Gets the text of the event, or an empty one.</summary>
        public string Text => Type.StartsWith("application/json", StringComparison.Ordinal) && Json.TryGetProperty("event", out var e) ? TestSocket.Text(e, "text") ?? string.Empty : string.Empty;

        /// <summary>Tells whether the signature is that of the secret.</summary>
        public bool IsSignedBy(string secret) => Signature == "v0=" + Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{Timestamp}:{Body}")));
    }

    public string Url { get; }

    public IReadOnlyList<Posted> All => [.. posted];

    /// <summary>Gets or sets what it answers to all but the challenge: status, type and body.</summary>
    public Func<Posted, Task<(int Status, string Type, string Body)>> Answer { get; set; } = static _ => Task.FromResult((200, "text/plain", string.Empty));

    /// <summary>Gets or sets what it answers to the challenge.</summary>
    public Func<string, string> Challenge { get; set; } = static c => c;

    /// <summary>Gets or sets how many further bytes each answer to a post has, as long as the caller reads them.</summary>
    public long Padding { get; set; }

    /// <summary>Waits for a request.</summary>
    public async Task<Posted> WaitAsync(string what, Func<Posted, bool> isIt, TimeSpan? within = null)
    {
        await Eventually.TrueAsync(what, () => Task.FromResult(All.Any(isIt)), within ?? TimeSpan.FromSeconds(20));
        Assert.Null(fault);
        return All.First(isIt);
    }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving;
        Assert.Null(fault);
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await listener.GetContextAsync());
            }
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PadAsync(Stream stream)
    {
        var block = new byte[256 * 1024];
        for (var left = Padding; left > 0; left -= block.Length)
        {
            await stream.WriteAsync(block.AsMemory(0, (int)Math.Min(left, block.Length)));
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
            var headers = context.Request.Headers;
            var request = new Posted(
                context.Request.ContentType ?? string.Empty, headers["X-Slack-Request-Timestamp"] ?? string.Empty, headers["X-Slack-Signature"] ?? string.Empty,
                headers["X-Slack-Retry-Num"], headers["X-Slack-Retry-Reason"], await reader.ReadToEndAsync());
            posted.Enqueue(request);
            if (request.Type.StartsWith("application/json", StringComparison.Ordinal) && TestSocket.Is(request.Json, "event_callback"))
            {
                fault ??= await FrameCheck.EventFaultAsync(request.Json);
            }

            var (status, type, body) = request.Type.StartsWith("application/json", StringComparison.Ordinal) && TestSocket.Is(request.Json, "url_verification")
                ? (200, "text/plain", Challenge(TestSocket.Text(request.Json, "challenge")!))
                : await Answer(request);
            // HttpListener ends some connections that it said to keep.
            context.Response.KeepAlive = false;
            (context.Response.StatusCode, context.Response.ContentType) = (status, type);
            if (body.Length > 0)
            {
                // Nothing written is the last chunk of HttpListener's answers.
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            }

            await PadAsync(context.Response.OutputStream);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The caller has hung up.
        }
    }
}
