namespace OrleansSocial.Benchmarks.Crowds;

/// <summary>A channel, and some of its messages for others to answer and to react to.</summary>
internal sealed class CrowdChannel(string id)
{
    private const int RememberedMax = 50;

    private readonly List<string> _messages = [];

    /// <summary>Gets its id.</summary>
    public string Id => id;

    /// <summary>Remembers a message.</summary>
    public void Remember(string ts)
    {
        lock (_messages)
        {
            if (_messages.Count == RememberedMax)
            {
                _messages.RemoveAt(0);
            }

            _messages.Add(ts);
        }
    }

    /// <summary>Draws one of the messages; null if there is none.</summary>
    public string? Draw(Random random)
    {
        lock (_messages)
        {
            return _messages.Count == 0 ? null : _messages[random.Next(_messages.Count)];
        }
    }
}
