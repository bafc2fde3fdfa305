using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack;

namespace OrleansSocial.Tests.Gateway.Slack;

public sealed class GrainRetryTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Answers_pass_through()
    {
        Assert.Equal(5, await Retry().RunAsync(() => Task.FromResult(5), _ => false));
    }

    [Fact]
    public async Task Unknown_answers_and_broken_calls_are_tried_again()
    {
        var tries = 0;
        var running = Retry().RunAsync(
            () => ++tries switch
            {
                1 => Task.FromException<int>(new TimeoutException()),
                2 => Task.FromResult(-1),
                _ => Task.FromResult(7),
            },
            answer => answer < 0);
        await PassAsync(running);

        Assert.Equal(7, await running);
        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task A_call_that_hangs_is_given_up_and_tried_again()
    {
        var tries = 0;
        var running = Retry().RunAsync(() => ++tries == 1 ? new TaskCompletionSource<int>().Task : Task.FromResult(7), _ => false);
        await PassAsync(running);

        Assert.Equal(7, await running);
    }

    [Fact]
    public async Task Without_an_outcome_it_says_so_in_the_end()
    {
        var running = Retry().RunAsync(() => Task.FromResult(-1), _ => true);
        var startedAt = time.GetUtcNow();
        await PassAsync(running);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => running);
        Assert.InRange(time.GetUtcNow() - startedAt, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(27));
    }

    [Fact]
    public async Task Calls_that_hang_end_in_time_too()
    {
        var running = Retry().RunAsync(() => new TaskCompletionSource<int>().Task, _ => false);
        var startedAt = time.GetUtcNow();
        await PassAsync(running);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => running);
        Assert.InRange(time.GetUtcNow() - startedAt, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(27));
    }

    [Fact]
    public async Task A_broken_program_is_not_tried_again()
    {
        var tries = 0;
        await Assert.ThrowsAsync<FormatException>(() => Retry().RunAsync(
            () =>
            {
                tries++;
                return Task.FromException<int>(new FormatException("bug"));
            },
            _ => false));

        Assert.Equal(1, tries);
    }

    private GrainRetry Retry()
    {
        var options = Options.Create(new GatewayOptions());
        var meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();
        return new GrainRetry(time, options, new SlackInstruments(meters, new RequestBounds(options)), NullLogger<GrainRetry>.Instance);
    }

    /// <summary>Lets fake time pass until the call has ended.</summary>
    private async Task PassAsync(Task running)
    {
        for (var i = 0; i < 1000 && !running.IsCompleted; i++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.WhenAny(running, Task.Delay(1));
        }

        Assert.True(running.IsCompleted, "the call did not end");
    }
}
