using System.Text.Json;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Rtm;

/// <summary>How far each channel has been shown. It makes "exactly once" of "at least once".</summary>
internal sealed class TailCursors
{
    /// <summary>Channels followed at once; the server's own bound on channels per member is lower.</summary>
    public const int ChannelsMax = 20_000;

    private readonly Dictionary<string, string> shown = new(StringComparer.Ordinal);

    /// <summary>Gets the place of each channel, for the resume frame.</summary>
    public IReadOnlyDictionary<string, string> Places => shown;

    /// <summary>Says whether a frame is new, and remembers it if so.</summary>
    /// <param name="channel">The channel's id.</param>
    /// <param name="eventTs">Its place in the channel's chain. Fixed width, so text order is time order.</param>
    /// <exception cref="InvalidOperationException">More channels than <see cref="ChannelsMax"/>.</exception>
    public bool Advance(string channel, string eventTs)
    {
        if (shown.TryGetValue(channel, out var last))
        {
            if (string.CompareOrdinal(eventTs, last) <= 0)
            {
                return false;
            }
        }
        else if (shown.Count >= ChannelsMax)
        {
            throw new InvalidOperationException($"more than {ChannelsMax} channels to follow; name the ones you want");
        }

        shown[channel] = eventTs;
        return true;
    }

    /// <summary>Takes the places that the server names for channels that have shown nothing yet.</summary>
    public void Begin(JsonElement places)
    {
        if (places.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var place in places.EnumerateObject())
        {
            if (!shown.ContainsKey(place.Name) && places.Text(place.Name) is { } ts)
            {
                Advance(place.Name, ts);
            }
        }
    }

    /// <summary>Writes the first frame of an own client: what it has, so that the server sends exactly the rest.</summary>
    public byte[] ResumeFrame() => JsonSerializer.SerializeToUtf8Bytes(new { type = "resume", cursors = shown });
}
