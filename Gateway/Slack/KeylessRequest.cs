using Microsoft.AspNetCore.Http;
using OrleansSocial.Gateway.Slack.Requests;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Gateway.Slack;

/// <summary>
/// A request to a secret URL that brings no key: it gets one, and the same request again gets the same one while nobody can know
/// what became of the first: its caller hung up, or was told that it is not known.
/// </summary>
internal sealed class KeylessRequest : IDisposable
{
    private readonly Action keep;
    private readonly bool isRepeat;
    private readonly CancellationTokenRegistration gone;

    public KeylessRequest(LostReplies lost, TimeProvider time, HttpContext http, string secretId, string kind, SlackArguments arguments)
    {
        isRepeat = lost.TryTake(secretId, kind, arguments, out var kept);
        var key = isRepeat ? kept : DedupeKeys.New(time);
        Key = key;
        keep = () => lost.Keep(secretId, kind, arguments, key);
        gone = http.RequestAborted.UnsafeRegister(static keep => ((Action)keep!)(), keep);
    }

    /// <summary>Gets the dedupe key.</summary>
    public Guid Key { get; }

    /// <summary>Keeps the key if the answer leaves it open whether something was stored: a repeat that met a limit says nothing of the first try.</summary>
    public void End(PostError error)
    {
        if (error == PostError.Unavailable || (error == PostError.Busy && isRepeat))
        {
            keep();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => gone.Dispose();
}
