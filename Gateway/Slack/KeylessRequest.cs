using Microsoft.AspNetCore.Http;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// A request to a secret URL that brings no key: it gets one, and the same request again within <see cref="KeptFor"/> gets the same
/// one while its caller cannot know what became of the first: they hung up, or were told that it is not known.
/// </summary>
internal sealed class KeylessRequest : IDisposable
{
    /// <summary>How long: alerts are the same text again and again, and one that is new must not be taken for a repeat.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    private readonly Action keep;
    private readonly bool isRepeat;
    private readonly CancellationTokenRegistration gone;
    private int isKept;
    private bool isEnded;

    public KeylessRequest(LostReplies lost, TimeProvider time, HttpContext http, string secretId, string kind, SlackArguments arguments)
    {
        isRepeat = lost.TryTake(secretId, kind, arguments, out var kept);
        Key = isRepeat ? kept : DedupeKeys.New(time);
        keep = () =>
        {
            // Once: a repeat may have taken it meanwhile, and what comes after that repeat is new.
            if (Interlocked.Exchange(ref isKept, 1) == 0)
            {
                lost.Keep(secretId, kind, arguments, Key, KeptFor);
            }
        };
        gone = http.RequestAborted.UnsafeRegister(static keep => ((Action)keep!)(), keep);
    }

    /// <summary>Gets the dedupe key.</summary>
    public Guid Key { get; }

    /// <summary>Keeps the key if the answer leaves it open whether something was stored: a repeat that met a limit says nothing of the first try.</summary>
    public void End(PostError error)
    {
        isEnded = true;
        if (error == PostError.Unavailable || (error == PostError.Busy && isRepeat))
        {
            keep();
        }
    }

    /// <summary>After the answer has been written. Without an <see cref="End"/> the request failed somewhere: the key is kept.</summary>
    public void Dispose()
    {
        gone.Dispose();
        if (!isEnded)
        {
            keep();
        }
    }
}
