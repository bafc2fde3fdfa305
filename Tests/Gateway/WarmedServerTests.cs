using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.WarmUp;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Tests.Gateway;

/// <summary>A new gateway answers calls of its own before it listens, and listens whatever becomes of them.</summary>
public sealed class WarmedServerTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly int port = LoopbackPort.Find();
    private readonly FakeTimeProvider clock = new();
    private WebApplication? app;

    public async ValueTask DisposeAsync()
    {
        if (app is not null)
        {
            await app.DisposeAsync();
        }
    }

    [Fact]
    public async Task Its_own_calls_are_answered_before_the_port_is_open()
    {
        List<(string Path, string Body, bool Open)> seen = [];
        app = Make(async http =>
        {
            using var reader = new StreamReader(http.Request.Body);
            seen.Add((http.Request.Path, await reader.ReadToEndAsync(), await IsOpenAsync()));
            await http.Response.WriteAsync("{}");
        });
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Contains(seen, s => s is { Path: "/api/chat.postMessage", Body.Length: > 0 });
        Assert.DoesNotContain(seen, s => s.Open);
        Assert.True(await IsOpenAsync());
    }

    [Fact]
    public async Task It_listens_when_they_fail()
    {
        var calls = 0;
        app = Make(_ => ++calls > 0 ? throw new InvalidOperationException("no cluster") : Task.CompletedTask);
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, calls);
        Assert.True(await IsOpenAsync());
    }

    [Fact]
    public async Task It_listens_when_they_are_not_answered_in_time()
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        app = Make(_ =>
        {
            begun.TrySetResult();
            return Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
        });
        var starting = app.StartAsync(TestContext.Current.CancellationToken);
        await begun.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.False(starting.IsCompleted);

        clock.Advance(WarmedServer.TimeMax);
        await starting.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(await IsOpenAsync());
    }

    private WebApplication Make(RequestDelegate answer)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddWarmUp();
        var made = builder.Build();
        made.Run(answer);
        return made;
    }

    private async Task<bool> IsOpenAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
