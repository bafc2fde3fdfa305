using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>
/// The one way by which this process calls a URL that somebody else gave it. Allowed hosts only; the address is checked after the
/// look-up, on the very address that is connected to; no redirects, proxies or cookies; time and answer are bounded.
/// </summary>
internal sealed class OutboundClient : IDisposable
{
    private const int AddressesMax = 4;
    private const int ConnectionsMax = 16;
    private const int HeadersKilobytesMax = 16;

    // A pooled connection was checked when it was made: a name that moved is looked up again soon.
    private static readonly TimeSpan ConnectionTime = TimeSpan.FromMinutes(1);

    // Shorter than what servers keep an idle connection for (Node.js: 5 s): a request must not meet its end.
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(2);

    private readonly IHostResolver _resolver;
    private readonly OutboundOptions _options;
    private readonly OutboundRule[] _rules;
    private readonly HttpMessageInvoker _http;
    private readonly TimeProvider _clock;

    public OutboundClient(IOptions<OutboundOptions> options, IHostResolver resolver, TimeProvider clock)
    {
        (_options, _resolver, _clock) = (options.Value, resolver, clock);
        _rules =
        [
            .. _options.InternalHosts.Select(e => OutboundRule.Parse(e, isInternal: true)).OfType<OutboundRule>(),
            .. _options.Hosts.Select(e => OutboundRule.Parse(e, isInternal: false)).OfType<OutboundRule>(),
        ];
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
            ConnectTimeout = _options.CallTimeMax,
            MaxConnectionsPerServer = ConnectionsMax,
            MaxResponseHeadersLength = HeadersKilobytesMax,
            MaxResponseDrainSize = 0,
            PooledConnectionLifetime = ConnectionTime,
            PooledConnectionIdleTimeout = IdleTime,
        });
    }

    /// <summary>Reads a URL that may be called; null for any other, before anything is looked up.</summary>
    public Uri? Allowed(string? text) => OutboundUrl.Parse(text) is { } url && RuleOf(url) is not null ? url : null;

    /// <summary>Posts a body and reads the answer.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="mediaType">The body's type.</param>
    /// <param name="body">The body.</param>
    /// <param name="headers">Further headers.</param>
    /// <returns>The answer, or what failed; never an exception for what the other side does.</returns>
    public async Task<OutboundAnswer> PostAsync(string url, string mediaType, ReadOnlyMemory<byte> body, IEnumerable<KeyValuePair<string, string>> headers)
    {
        if (Allowed(url) is not { } allowed)
        {
            return OutboundAnswer.Failed(OutboundFailure.NotAllowed);
        }

        using var patience = new CancellationTokenSource(_options.CallTimeMax, _clock);
        using var request = new HttpRequestMessage(HttpMethod.Post, allowed) { Version = HttpVersion.Version11, Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        request.Headers.TryAddWithoutValidation("User-Agent", "OrleansSocial");
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var response = await _http.SendAsync(request, patience.Token);
            return await ReadAsync(response, patience.Token);
        }
        catch (OperationCanceledException)
        {
            return OutboundAnswer.Failed(OutboundFailure.TimedOut);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or SocketException or AuthenticationException)
        {
            return OutboundAnswer.Failed(exception switch
            {
                HttpRequestException { InnerException: OutboundRefusedException } => OutboundFailure.NotAllowed,
                HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } or AuthenticationException => OutboundFailure.Tls,
                _ when patience.IsCancellationRequested => OutboundFailure.TimedOut,
                _ => OutboundFailure.ConnectionFailed,
            });
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<OutboundAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[_options.AnswerBytesMax + 1];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        if (length == buffer.Length)
        {
            return OutboundAnswer.Failed(OutboundFailure.TooLong);
        }

        var noRetry = response.Headers.TryGetValues("X-Slack-No-Retry", out var values) && values.Contains("1", StringComparer.Ordinal);
        return new OutboundAnswer(
            OutboundFailure.None, response.StatusCode, response.Content.Headers.ContentType?.MediaType, Encoding.UTF8.GetString(buffer, 0, length), noRetry);
    }

    private OutboundRule? RuleOf(Uri url) => Array.Find(_rules, r => r.Allows(url));

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var url = context.InitialRequestMessage.RequestUri!;
        if (RuleOf(url) is not { } rule || !string.Equals(context.DnsEndPoint.Host, url.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            throw new OutboundRefusedException("the URL is not allowed");
        }

        var addresses = IPAddress.TryParse(url.IdnHost, out var literal) ? [literal] : await _resolver.ResolveAsync(url.IdnHost, cancellationToken);
        List<IPAddress> good = [.. addresses.Where(a => rule.IsInternal ? PublicAddress.IsOneMachine(a) : PublicAddress.Is(a)).Take(AddressesMax)];
        if (good.Count == 0)
        {
            throw new OutboundRefusedException("the address is not allowed");
        }

        Exception? last = null;
        foreach (var address in good)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                // The address that was checked, not the name: a second look-up could tell another.
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception exception)
            {
                socket.Dispose();
                last = exception;
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        throw new IOException("no address of the host answers", last);
    }
}
