using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using OrleansSocial.Grains.Channels;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Tests.Grains.Channels;

public sealed class TypingLimitTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Each_is_told_once_a_period_and_so_many_at_once()
    {
        var limit = new TypingLimit(_clock);
        Assert.Equal(TypingLimit.TypistsMax, Told());
        Assert.Equal(0, Told());
        _clock.Advance(TypingLimit.Period);
        Assert.Equal(TypingLimit.TypistsMax, Told());

        int Told() => Enumerable.Range(0, 200).Count(n => limit.TryTake(new UserId(string.Create(CultureInfo.InvariantCulture, $"U{n:000000000}"))));
    }
}
