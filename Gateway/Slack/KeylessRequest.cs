using Microsoft.AspNetCore.Http;
using OrleansSocial.Gateway.Slack.Requests;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// A write that brings no key: it gets one, and the same request again within the time gets the same one while its caller cannot
/// know what became of the first: they hung up, or were told that it is not known.
/// </summary>
internal sealed class KeylessRequest : IDisposable
{
    /// <summary>How long the key of a request to a secret URL is kept: alerts are the same text again and again, and a new one must not be taken for a repeat.</summary>
    public static readonly TimeSpan KeptForUrls = TimeSpan.FromMinutes(1);

    private readonly CancellationToken aborted;
    private readonly Action keep;
    private readonly bool isRepeat;
    private readonly CancellationTokenRegistration gone;
    private int isKept;
    private bool isEnded;

    /// <summary>Gives a request its key.</summary>
    /// <param name="lost">The keys of requests whose answers were lost.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tokenId">Whose request it is: the id of a token, or of a secret.</param>
    /// <param name="method">The wire method, or the kind of URL.</param>
    /// <param name="arguments">The request.</param>
    /// <param name="keptFor">How long its key is kept.</param>
    /// <param name="aborted">Cancelled when the caller hangs up.</param>
    public KeylessRequest(LostReplies lost, TimeProvider time, string tokenId, string method, SlackArguments arguments, TimeSpan keptFor, CancellationToken aborted)
    {
        isRepeat = lost.TryTake(tokenId, method, arguments, out var kept);
        Key = isRepeat ? kept : DedupeKeys.New(time);
        keep = () =>
        {
            // Once: a repeat may have taken it meanwhile, and what comes after that repeat is new.
            if (Interlocked.Exchange(ref isKept, 1) == 0)
            {
                lost.Keep(tokenId, method, arguments, Key, keptFor);
            }
        };
        this.aborted = aborted;
        gone = aborted.UnsafeRegister(static keep => ((Action)keep!)(), keep);
    }

    /// <summary>Gets the dedupe key.</summary>
    public Guid Key { get; }

    /// <summary>Keeps the key if the answer leaves it open whether something was stored: a repeat that met a limit says nothing of the first try.</summary>
    /// <param name="status">The HTTP status of the answer.</param>
    public void End(int status)
    {
        isEnded = true;
        if (status == StatusCodes.Status503ServiceUnavailable || (status == StatusCodes.Status429TooManyRequests && isRepeat))
        {
            keep();
        }
    }

    /// <summary>After the answer has been written. Without an <see cref="End"/> the request failed somewhere: the key is kept.</summary>
    public void Dispose()
    {
        // A hang-up just now may not have called yet, and calls no more.
        gone.Dispose();
        if (!isEnded || aborted.IsCancellationRequested)
        {
            keep();
        }
    }
}
