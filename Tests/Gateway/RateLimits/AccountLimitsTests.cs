using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Slack;

namespace OrleansSocial.Tests.Gateway.RateLimits;

/// <summary>One address neither guesses passwords nor locks the others out; one account is not guessed from many addresses.</summary>
public sealed class AccountLimitsTests : IDisposable
{
    private static readonly IPAddress Here = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress There = IPAddress.Parse("192.0.2.2");
    private readonly FakeTimeProvider clock = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly IOptions<RateLimitOptions> options = Options.Create(new RateLimitOptions
    {
        LogInsPerSecond = 0.1,
        LogInsBurst = 20,
        LogInsPerAddressPerMinute = 6,
        LogInsPerAddressBurst = 4,
        LogInsPerEmailPerMinute = 2,
        LogInsPerEmailBurst = 3,
        SignUpsPerAddressPerMinute = 6,
        SignUpsPerAddressBurst = 2,
    });

    private readonly GatewayBudgets budgets;
    private readonly AccountLimits limits;

    public AccountLimitsTests()
    {
        budgets = new GatewayBudgets(clock, options);
        limits = new AccountLimits(clock, options, budgets, new RateLimitInstruments(services.GetRequiredService<IMeterFactory>()));
    }

    public void Dispose()
    {
        budgets.Dispose();
        services.Dispose();
    }

    [Fact]
    public void One_address_leaves_log_ins_for_others()
    {
        for (var number = 0; number < 4; number++)
        {
            limits.CountLogIn(Here, $"member{number}@example.com");
        }

        Assert.Equal(10, WaitOf(() => limits.CountLogIn(Here, "ann@example.com")));
        Assert.Equal(10, WaitOf(() => limits.CountLogIn(Here, "ann@example.com")));

        // What was refused for its address has cost neither the account's tries nor the gateway's.
        for (var number = 0; number < 3; number++)
        {
            limits.CountLogIn(There, "ann@example.com");
        }

        clock.Advance(TimeSpan.FromSeconds(10));
        limits.CountLogIn(Here, "bob@example.com");
    }

    [Fact]
    public void One_account_is_not_tried_from_many_addresses()
    {
        limits.CountLogIn(Here, "ann@example.com");
        limits.CountLogIn(There, "ANN@example.com");
        limits.CountLogIn(IPAddress.Parse("192.0.2.3"), "ann@example.com");
        Assert.Equal(30, WaitOf(() => limits.CountLogIn(IPAddress.Parse("192.0.2.4"), "Ann@Example.com")));

        // The sign of kelvin has the lower case of K, and accounts are found by that.
        foreach (var mike in (string[])["mike@example.com", "MIKE@example.com", "mi\u212Ae@example.com"])
        {
            limits.CountLogIn(IPAddress.Parse("192.0.2.5"), mike);
        }

        Assert.Equal(30, WaitOf(() => limits.CountLogIn(IPAddress.Parse("192.0.2.4"), "mike@example.com")));
        limits.CountLogIn(Here, "bob@example.com");
        clock.Advance(TimeSpan.FromSeconds(30));
        limits.CountLogIn(Here, "ann@example.com");
    }

    [Fact]
    public void All_together_have_the_gateways_limit()
    {
        for (var number = 0; number < 20; number++)
        {
            limits.CountLogIn(IPAddress.Parse($"192.0.2.{number}"), $"member{number}@example.com");
        }

        Assert.Equal(10, WaitOf(() => limits.CountLogIn(IPAddress.Parse("198.51.100.1"), "ann@example.com")));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:1:ffff::2", true)]
    [InlineData("2001:db8:1:1::1", "2001:db8:1:2::1", false)]
    public void Sign_ups_count_for_their_address_or_network(string one, string other, bool same)
    {
        limits.CountSignUp(IPAddress.Parse(one));
        limits.CountSignUp(IPAddress.Parse(one));
        Assert.Equal(same ? 10 : 0, WaitOf(() => limits.CountSignUp(IPAddress.Parse(other))));
    }

    private static int WaitOf(Action count)
    {
        try
        {
            count();
            return 0;
        }
        catch (SlackRefusedException e)
        {
            Assert.Equal((429, "ratelimited"), (e.Reply.Status, e.Reply.Error));
            return e.Reply.RetryAfterSeconds;
        }
    }
}
