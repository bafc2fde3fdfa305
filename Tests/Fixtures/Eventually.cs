namespace OrleansSocial.Tests.Fixtures;

/// <summary>Waits for a condition; the failure says which one did not come true.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Asks until the answer is yes.</summary>
    /// <param name="what">What is waited for, for the failure's text.</param>
    /// <param name="condition">The question.</param>
    /// <param name="timeout">How long; 10 s unless told.</param>
    public static Task TrueAsync(string what, Func<Task<bool>> condition, TimeSpan? timeout = null) => TrueAsync(() => what, condition, timeout);

    /// <summary>Asks until the answer is yes; what is missing is said as it is at the end.</summary>
    public static async Task TrueAsync(Func<string> what, Func<Task<bool>> condition, TimeSpan? timeout = null)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(startedAt) > (timeout ?? TimeSpan.FromSeconds(10)))
            {
                throw new TimeoutException($"did not happen in time: {what()}");
            }

            await Task.Delay(Pause);
        }
    }
}
