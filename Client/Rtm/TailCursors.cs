using System.Text.Json;
using OrleansSocial.Client.Api;

namespace OrleansSocial.Client.Rtm;

/// <summary>How far each channel has been shown. It makes "exactly once" of "at least once".</summary>
internal sealed class TailCursors
{
    /// <summary>Channels followed at once; the server's own bound on channels per member is lower.</summary>
    public const int ChannelsMax = 20_000;

    private readonly Dictionary<string, Place> shown = new(StringComparer.Ordinal);

    /// <summary>Says whether a frame is new, and remembers it if so.</summary>
    /// <param name="channel">The channel's id.</param>
    /// <param name="eventTs">Its event's place in the channel's chain. Fixed width, so text order is time order.</param>
    /// <param name="kind">Which of the frames of that event: a join, say, is told by two.</param>
    /// <exception cref="InvalidOperationException">More channels than <see cref="ChannelsMax"/>.</exception>
    public bool Advance(string channel, string eventTs, string kind)
    {
        if (shown.TryGetValue(channel, out var last))
        {
            var order = string.CompareOrdinal(eventTs, last.EventTs);
            if (order < 0 || (order == 0 && (last.Kinds.Length == 0 || last.Kinds.Contains(kind, StringComparer.Ordinal))))
            {
                return false;
            }

            shown[channel] = order == 0 ? last with { Kinds = [.. last.Kinds, kind] } : new Place(eventTs, [kind]);
            return true;
        }

        if (shown.Count >= ChannelsMax)
        {
            throw new InvalidOperationException($"more than {ChannelsMax} channels to follow");
        }

        shown[channel] = new Place(eventTs, [kind]);
        return true;
    }

    /// <summary>Gets the place of a channel; null if nothing of it was shown.</summary>
    public string? Of(string channel) => shown.GetValueOrDefault(channel)?.EventTs;

    /// <summary>Gets the newest place of all channels; null if nothing was shown.</summary>
    public string? Newest => shown.Values.Select(p => p.EventTs).Max(StringComparer.Ordinal);

    /// <summary>Takes the places that the server names for channels that have shown nothing yet.</summary>
    /// <returns>Those channels.</returns>
    public IReadOnlyList<string> Begin(JsonElement places)
    {
        List<string> begun = [];
        if (places.ValueKind != JsonValueKind.Object)
        {
            return begun;
        }

        foreach (var place in places.EnumerateObject())
        {
            if (!shown.ContainsKey(place.Name) && shown.Count < ChannelsMax && places.Text(place.Name) is { } ts)
            {
                shown[place.Name] = new Place(ts, []);
                begun.Add(place.Name);
            }
        }

        return begun;
    }

    /// <summary>Writes the first frame of an own client: what it has, so that the server sends exactly the rest.</summary>
    public byte[] ResumeFrame() => JsonSerializer.SerializeToUtf8Bytes(
        new { type = "resume", cursors = shown.ToDictionary(s => s.Key, s => s.Value.EventTs, StringComparer.Ordinal) });

    /// <param name="Kinds">The frames shown of that event; none if the server said that all of it is old.</param>
    private sealed record Place(string EventTs, string[] Kinds);
}
