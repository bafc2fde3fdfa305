using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Options;
using OrleansSocial.Gateway.Outbound;

namespace OrleansSocial.Tests.Gateway.Outbound;

/// <summary>Nobody gets the server to call what it should not: not by spelling, not by a name, not by a redirect, not by a slow or endless answer.</summary>
public sealed class OutboundClientTests : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<string> received = [];
    private readonly CancellationTokenSource stop = new();
    private Task? serving;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await (serving ?? Task.CompletedTask);
        listener.Dispose();
        stop.Dispose();
    }

    [Theory]
    [InlineData("http://0x7f.1/")]
    [InlineData("http://0x7f000001/")]
    [InlineData("http://2130706433/")]
    [InlineData("http://0177.0.0.1/")]
    [InlineData("http://127.1/")]
    [InlineData("http://127.0.0.1./")]
    [InlineData("http://[::ffff:127.0.0.1]/")]
    [InlineData("http://[::ffff:7f00:1]/")]
    [InlineData("http://[::1]/")]
    [InlineData("http://[64:ff9b::7f00:1]/")]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://2852039166/")]
    [InlineData("http://[::ffff:169.254.169.254]/")]
    [InlineData("http://[fe80::1]/")]
    [InlineData("http://0.0.0.0/")]
    [InlineData("http://0/")]
    [InlineData("http://[::]/")]
    [InlineData("http://localhost/")]
    [InlineData("http://good.example@127.0.0.1/")]
    [InlineData("http://127.0.0.1@good.example/")]
    [InlineData("http://good.example:x@127.0.0.1/")]
    [InlineData("http://127.0.0.1\\@good.example/")]
    [InlineData("http://good.example\\.127.0.0.1/")]
    [InlineData("http://127.0.0.1#@good.example/")]
    [InlineData("http://127.0.0.1#")]
    [InlineData("http://good.example%2f@127.0.0.1/")]
    [InlineData("http://①②⑦.0.0.1/")]
    [InlineData("http://127。0。0。1/")]
    [InlineData("http://127.0.0.1 /")]
    [InlineData("http://good.example\r\nHost: x/")]
    [InlineData("ftp://good.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("//127.0.0.1/")]
    [InlineData("good.example")]
    [InlineData("http://evil-good.example/")]
    [InlineData("http://good.example.evil.example/")]
    [InlineData("http://good.example:81/")]
    [InlineData("http://sub.good.example/")]
    [InlineData("https://good.example/")]
    [InlineData("http://below.example/")]
    [InlineData("http://a.below.example/")]
    [InlineData("https://below.example/")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_not_listed_or_is_written_to_be_misread_is_not_allowed(string? url)
    {
        // Even with the loopback address allowed by its own name.
        using var client = Client(hosts: ["http://good.example", "*.below.example"], inside: ["https://127.0.0.1"]);
        Assert.Null(client.Allowed(url));
    }

    [Theory]
    [InlineData("http://good.example/slack/events?x=1")]
    [InlineData("http://GOOD.example/")]
    [InlineData("https://a.below.example/")]
    [InlineData("https://a.b.below.example/")]
    [InlineData("http://127.0.0.1:3000/")]
    [InlineData("http://127.0.0.1/")]
    [InlineData("http://[::1]:8080/")]
    public void What_is_listed_is_allowed(string url)
    {
        using var client = Client(hosts: ["http://good.example", "*.below.example"], inside: ["http://127.0.0.1:*", "http://[::1]:8080"]);
        Assert.NotNull(client.Allowed(url));
    }

    [Fact]
    public void A_url_is_at_most_500_characters()
    {
        using var client = Client(hosts: ["https://good.example"]);
        var longest = "https://good.example/".PadRight(OutboundUrl.LengthMax, 'x');
        Assert.NotNull(client.Allowed(longest));
        Assert.Null(client.Allowed(longest + "x"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("198.18.0.1")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("::ffff:93.184.216.34")]
    [InlineData("::127.0.0.1")]
    [InlineData("64:ff9b::5db8:d822")]
    [InlineData("64:ff9b:1::1")]
    [InlineData("fc00::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("2001:0:4136:e378::1")]
    [InlineData("2001:db8::1")]
    public async Task A_listed_name_that_resolves_to_a_special_address_is_not_called(string address)
    {
        Assert.False(PublicAddress.Is(IPAddress.Parse(address)));
        using var client = Client(hosts: ["http://good.example:*"], resolved: [address]);
        var port = Serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Assert.Equal(OutboundFailure.NotAllowed, (await PostAsync(client, $"http://good.example:{port}/")).Failure);
        Assert.Empty(received);
    }

    [Theory]
    [InlineData("93.184.216.34")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2606:2800:220:1:248:1893:25c8:1946")]
    public void Ordinary_addresses_are_public(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task The_machines_own_name_for_loopback_is_not_called_either()
    {
        using var client = Client(hosts: ["http://localhost:*"], resolver: new SystemHostResolver());
        var port = Serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        Assert.Equal(OutboundFailure.NotAllowed, (await PostAsync(client, $"http://localhost:{port}/")).Failure);
        Assert.Empty(received);
    }

    [Fact]
    public async Task An_internal_host_is_called_at_the_address_that_was_checked_and_headers_arrive()
    {
        using var client = Client(inside: ["http://bots.internal:*"], resolved: ["224.0.0.1", "127.0.0.1"]);
        var port = Serve("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
        var answer = await PostAsync(client, $"http://bots.internal:{port}/events");
        Assert.Equal((true, "hello", "text/plain"), (answer.IsSuccess, answer.Body, answer.MediaType));
        var request = Assert.Single(received);
        Assert.StartsWith("POST /events HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("X-Test: 1", request, StringComparison.Ordinal);
        Assert.Contains($"Host: bots.internal:{port}", request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_is_an_answer_and_not_followed()
    {
        using var client = Client(inside: ["http://127.0.0.1:*"]);
        var port = Serve("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1/secret\r\nContent-Length: 0\r\n\r\n");
        var answer = await PostAsync(client, $"http://127.0.0.1:{port}/");
        Assert.Equal((HttpStatusCode.TemporaryRedirect, false), (answer.Status, answer.IsSuccess));
        Assert.Single(received);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_asked()
    {
        var port = Serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        var before = Environment.GetEnvironmentVariable("http_proxy");
        Environment.SetEnvironmentVariable("http_proxy", "http://127.0.0.1:1");
        try
        {
            using var client = Client(inside: ["http://127.0.0.1:*"]);
            Assert.True((await PostAsync(client, $"http://127.0.0.1:{port}/")).IsSuccess);
        }
        finally
        {
            Environment.SetEnvironmentVariable("http_proxy", before);
        }
    }

    [Theory]
    [InlineData(1024, true)]
    [InlineData(1025, false)]
    public async Task An_answer_is_read_up_to_its_bound(int length, bool fits)
    {
        using var client = Client(inside: ["http://127.0.0.1:*"]);
        var port = Serve($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{new string('x', length)}");
        var answer = await PostAsync(client, $"http://127.0.0.1:{port}/");
        Assert.Equal((fits, fits ? OutboundFailure.None : OutboundFailure.TooLong), (answer.IsSuccess, answer.Failure));
    }

    [Fact]
    public async Task An_endless_answer_is_given_up_at_its_bound()
    {
        using var client = Client(inside: ["http://127.0.0.1:*"]);
        var port = Serve("HTTP/1.1 200 OK\r\n\r\n", async stream =>
        {
            var block = new byte[64 * 1024];
            while (!stop.IsCancellationRequested)
            {
                await stream.WriteAsync(block, stop.Token);
            }
        });
        Assert.Equal(OutboundFailure.TooLong, (await PostAsync(client, $"http://127.0.0.1:{port}/")).Failure);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nX-Slow: ")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")]
    public async Task An_answer_that_drips_is_given_up_in_time(string start)
    {
        using var client = Client(inside: ["http://127.0.0.1:*"]);
        var port = Serve(start, async stream =>
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await stream.WriteAsync("x"u8.ToArray(), stop.Token);
            }
        });
        Assert.Equal(OutboundFailure.TimedOut, (await PostAsync(client, $"http://127.0.0.1:{port}/")).Failure);
    }

    [Fact]
    public async Task Nobody_there_is_a_failed_connection()
    {
        using var client = Client(inside: ["http://127.0.0.1:*"]);
        var port = Serve("never");
        listener.Stop();
        Assert.Equal(OutboundFailure.ConnectionFailed, (await PostAsync(client, $"http://127.0.0.1:{port}/")).Failure);
    }

    [Theory]
    [InlineData("*", false)]
    [InlineData("*.org", false)]
    [InlineData("*.example.org", false)]
    [InlineData("", true)]
    [InlineData("a b", true)]
    [InlineData("*.example.org", true)]
    [InlineData("0x7f.1", true)]
    [InlineData("https://user@example.org", true)]
    public void A_bad_entry_stops_the_start(string entry, bool isInternal)
    {
        var options = new OutboundOptions { Hosts = isInternal ? [] : [entry], InternalHosts = isInternal ? [entry] : [] };
        var isGood = !isInternal && entry == "*.example.org";
        Assert.Equal(isGood, new OutboundEntriesValidator().Validate(null, options).Succeeded);
    }

    private static Task<OutboundAnswer> PostAsync(OutboundClient client, string url) =>
        client.PostAsync(url, "application/json", "{}"u8.ToArray(), [KeyValuePair.Create("X-Test", "1")]);

    private static OutboundClient Client(string[]? hosts = null, string[]? inside = null, string[]? resolved = null, IHostResolver? resolver = null) => new(
        Options.Create(new OutboundOptions { Hosts = hosts ?? [], InternalHosts = inside ?? [], CallTimeMax = TimeSpan.FromSeconds(1), AnswerBytesMax = 1024 }),
        resolver ?? new FixedResolver([.. (resolved ?? []).Select(IPAddress.Parse)]),
        TimeProvider.System);

    private int Serve(string answer, Func<NetworkStream, Task>? more = null)
    {
        listener.Start();
        serving = ServeAsync(answer, more);
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync(string answer, Func<NetworkStream, Task>? more)
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await using var stream = client.GetStream();
                var buffer = new byte[1];
                var text = new StringBuilder();
                while (!text.ToString().EndsWith("{}", StringComparison.Ordinal))
                {
                    await stream.ReadExactlyAsync(buffer, stop.Token);
                    text.Append((char)buffer[0]);
                }

                received.Add(text.ToString());
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop.Token);
                await (more?.Invoke(stream) ?? Task.CompletedTask);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException)
        {
            // The test is over, or its client has hung up.
        }
    }

    private sealed class FixedResolver(IPAddress[] addresses) : IHostResolver
    {
        public Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken) => Task.FromResult(addresses);
    }
}
