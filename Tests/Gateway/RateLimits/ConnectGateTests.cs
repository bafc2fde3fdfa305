using OrleansSocial.Gateway.RateLimits;

namespace OrleansSocial.Tests.Gateway.RateLimits;

public sealed class ConnectGateTests
{
    [Fact]
    public async Task Only_so_many_are_in_at_a_time_and_the_others_come_in_as_they_leave()
    {
        using var gate = new ConnectGate(2);
        Assert.True(await gate.EnterAsync());
        Assert.True(await gate.EnterAsync());
        var third = gate.EnterAsync();
        var fourth = gate.EnterAsync();
        Assert.False(third.IsCompleted || fourth.IsCompleted);
        Assert.Equal(2, gate.Waiting);
        gate.Leave();
        Assert.True(await (await Task.WhenAny(third, fourth)));
        Assert.Equal(1, gate.Waiting);
        gate.Leave();
        Assert.True(await third && await fourth);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public async Task Beyond_the_longest_line_nobody_waits()
    {
        using var gate = new ConnectGate(1);
        Assert.True(await gate.EnterAsync());
        var waiting = Enumerable.Range(0, ConnectGate.WaitingMax).Select(_ => gate.EnterAsync()).ToList();
        Assert.Equal(ConnectGate.WaitingMax, gate.Waiting);
        Assert.False(await gate.EnterAsync());
        for (var i = 0; i < waiting.Count; i++)
        {
            gate.Leave();
        }

        Assert.All(await Task.WhenAll(waiting), Assert.True);
    }
}
