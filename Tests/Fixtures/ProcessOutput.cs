using System.Text;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>Collects the lines of a child process and lets a test wait for one of them.</summary>
internal sealed class ProcessOutput
{
    /// <summary>What is kept of one process, in characters; the oldest half goes first.</summary>
    private const int KeptCharsMax = 2_000_000;

    private readonly Lock gate = new();
    private readonly StringBuilder text = new();
    private readonly List<(Func<string, bool> Matches, TaskCompletionSource<string> Found)> waiting = [];
    private bool ended;

    /// <summary>Gets everything the process wrote so far.</summary>
    public string Text
    {
        get
        {
            lock (gate)
            {
                return text.ToString();
            }
        }
    }

    /// <summary>Adds a line; null marks the end of one of the process's streams.</summary>
    public void Add(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (gate)
        {
            text.Append(line).Append('\n');
            if (text.Length > KeptCharsMax)
            {
                text.Remove(0, KeptCharsMax / 2);
            }

            for (var i = waiting.Count - 1; i >= 0; i--)
            {
                if (waiting[i].Matches(line))
                {
                    waiting[i].Found.TrySetResult(line);
                    waiting.RemoveAt(i);
                }
            }
        }
    }

    /// <summary>Fails all waits: the process has ended and no line will come.</summary>
    public void End(int exitCode)
    {
        lock (gate)
        {
            ended = true;
            foreach (var (_, found) in waiting)
            {
                found.TrySetException(new InvalidOperationException($"the process ended with code {exitCode}:\n{text}"));
            }

            waiting.Clear();
        }
    }

    /// <summary>Waits for the first line from now or earlier that matches.</summary>
    /// <param name="what">Named in the error when the line did not come.</param>
    /// <param name="matches">The test of a line, without its line end.</param>
    /// <param name="timeout">The longest wait.</param>
    /// <exception cref="TimeoutException">The line did not come; the message has the output.</exception>
    public async Task<string> WaitForLineAsync(string what, Func<string, bool> matches, TimeSpan timeout)
    {
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            foreach (var line in text.ToString().Split('\n'))
            {
                if (matches(line))
                {
                    return line;
                }
            }

            if (ended)
            {
                throw new InvalidOperationException($"the process ended before {what}:\n{text}");
            }

            waiting.Add((matches, found));
        }

        try
        {
            return await found.Task.WaitAsync(timeout);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{what} did not come within {timeout.TotalSeconds:0.#} s; output:\n{Text}", e);
        }
    }
}
