using OrleansSocial.Grains.Chains;

namespace OrleansSocial.Tests.Grains.Chains;

public sealed class KeyedSequenceTests
{
    [Fact]
    public async Task Operations_on_one_key_run_one_after_the_other()
    {
        var sequence = new KeyedSequence<string>();
        var gate = new TaskCompletionSource();
        var order = new List<int>();

        var first = sequence.Run("a", async () =>
        {
            await gate.Task;
            order.Add(1);
            return 1;
        });
        var second = sequence.Run("a", () =>
        {
            order.Add(2);
            return Task.FromResult(2);
        });
        var other = await sequence.Run("b", () => Task.FromResult(3));

        Assert.Equal(3, other);
        Assert.Empty(order);
        gate.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal([1, 2], order);
    }

    [Fact]
    public async Task A_failure_does_not_stop_those_behind_it()
    {
        var sequence = new KeyedSequence<string>();
        var first = sequence.Run<int>("a", () => throw new InvalidOperationException("first"));
        var second = sequence.Run("a", () => Task.FromResult(2));

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        Assert.Equal(2, await second);
    }
}
