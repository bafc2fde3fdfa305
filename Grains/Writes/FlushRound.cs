using OrleansSocial.Storage.Writes;

namespace OrleansSocial.Grains.Writes;

/// <summary>The parts of one flush with the appends that they belong to.</summary>
/// <param name="capacity">How many parts are expected.</param>
internal sealed class FlushRound(int capacity)
{
    public List<FlushPart> Parts { get; } = new(capacity);

    public List<PendingAppend> Appends { get; } = new(capacity);

    public int Rows { get; private set; }

    public static FlushRound Of(PendingAppend pending, int first, int count)
    {
        var round = new FlushRound(1);
        round.Add(pending, first, count);
        return round;
    }

    public void Add(PendingAppend pending, int first, int count)
    {
        Parts.Add(new FlushPart(pending.Batch, first, count));
        Appends.Add(pending);
        Rows += count;
    }

    /// <summary>Drops the parts of appends that have failed.</summary>
    public FlushRound WithoutFailed()
    {
        if (Appends.TrueForAll(a => !a.Failed))
        {
            return this;
        }

        var rest = new FlushRound(Appends.Count);
        for (var i = 0; i < Appends.Count; i++)
        {
            if (!Appends[i].Failed)
            {
                rest.Add(Appends[i], Parts[i].First, Parts[i].Count);
            }
        }

        return rest;
    }

    /// <summary>Halves it, by appends or, when it has only one, by rows; each chain's rows stay in order.</summary>
    public (FlushRound First, FlushRound Second) Halve()
    {
        var (first, second) = (new FlushRound(Appends.Count), new FlushRound(Appends.Count));
        if (Appends is [var lone])
        {
            var part = Parts[0];
            first.Add(lone, part.First, part.Count / 2);
            second.Add(lone, part.First + (part.Count / 2), part.Count - (part.Count / 2));
            return (first, second);
        }

        for (var i = 0; i < Appends.Count; i++)
        {
            (i < Appends.Count / 2 ? first : second).Add(Appends[i], Parts[i].First, Parts[i].Count);
        }

        return (first, second);
    }
}
