using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Sessions;

/// <content>Its feeds that are behind: from where they go on, and when.</content>
internal sealed partial class RtmSession
{
    /// <summary>The most pages that are read at once for one socket.</summary>
    public const int ReadingMax = 4;

    /// <summary>The most events in a page: what a queue takes at once.</summary>
    public const int PageEventsMax = 64;

    private const int FruitlessReadsMax = 3;

    private static readonly TimeSpan ReadAgainAfter = TimeSpan.FromMilliseconds(300);

    private readonly Queue<ChainFeed> _behind = new();
    private int _reading;
    private bool _isPumping;

    public bool IsBehind => _behind.Count > 0;

    /// <summary>A live feed of a socket whose queue is half full goes on from pages, as its queue drains.</summary>
    /// <returns>True when the feed is not live any more.</returns>
    public bool FallsBehind(ChainFeed feed)
    {
        if (HasEnded || _writer.HasRoom)
        {
            return false;
        }

        FallBehind(feed);
        return true;
    }

    /// <summary>
    /// A live feed goes on from pages, room or not: it has let go of events. To look at the queue again here would find that the
    /// writer has drained it meanwhile, and the feed would stay live with a hole.
    /// </summary>
    public void FallBehind(ChainFeed feed)
    {
        feed.Interest.AddBehind(feed);
        _behind.Enqueue(feed);
        _writer.WantsRoom = true;

        // The writer may have drained just before it was told that room is wanted.
        _writer.WakeLater(_host.Loop);
    }

    /// <summary>Feeds what is behind as far as the queue has room; called whenever that may have changed.</summary>
    public void PumpBacklog()
    {
        // A feed's event can begin another feed; the loop below comes to it.
        if (_isPumping || HasEnded)
        {
            return;
        }

        _isPumping = true;
        int known;
        do
        {
            known = _feeds.Count;
            for (var left = _behind.Count; left > 0 && _behind.TryDequeue(out var feed); left--)
            {
                if (Advance(feed))
                {
                    _behind.Enqueue(feed);
                }
            }
        }
        while (_feeds.Count > known);

        _isPumping = false;
        _writer.WantsRoom = _behind.Count > 0;
        if (_pending.Count > 0 && _ownChain is { HasCursor: true } own && own.Cursor >= _ownHead)
        {
            // The member's chain has told of every join since the session's cursors: the rest is older than they are.
            foreach (var (channel, joinTs) in _pending)
            {
                Follow(ChainId.Of(Team, new ChannelId(channel)), null, joinTs);
            }

            _pending.Clear();
            PumpBacklog();
        }
    }

    /// <summary>Brings a feed further.</summary>
    /// <returns>False when it is live or has ended.</returns>
    private bool Advance(ChainFeed feed)
    {
        if (feed.HasEnded || feed.IsLive)
        {
            return false;
        }

        var interest = feed.Interest;
        if (!interest.IsKnown)
        {
            return true;
        }

        if (!feed.HasCursor)
        {
            feed.BeginAt(interest.Last);
        }

        while (_writer.HasBacklogRoom && !feed.IsReading && !feed.HasEnded && !feed.IsHolding)
        {
            if (feed.PageAt < feed.Page.Length)
            {
                var e = feed.Page[feed.PageAt++];
                feed.OnEvent(e, _host.Encoder.Encode(e));
            }
            else if (feed.Cursor >= interest.Last || interest.Recent.IndexAfter(feed.Cursor) >= 0)
            {
                if (FeedRecent(feed))
                {
                    if (!feed.HasEnded)
                    {
                        interest.AddLive(feed);
                    }

                    return false;
                }
            }
            else if (_reading < ReadingMax)
            {
                Read(feed);
            }
            else
            {
                break;
            }
        }

        feed.TrimPage();
        return !feed.HasEnded;
    }

    /// <summary>Feeds what the interest still has, as far as there is room: its frames are shared, so there may be as many as of live events.</summary>
    /// <returns>True when the feed has all of it.</returns>
    private bool FeedRecent(ChainFeed feed)
    {
        if (feed.Cursor >= feed.Interest.Last)
        {
            return true;
        }

        var recent = feed.Interest.Recent;
        for (var i = recent.IndexAfter(feed.Cursor); i < recent.Count; i++)
        {
            if (!_writer.HasRoom || feed.IsHolding)
            {
                return false;
            }

            var (e, encoded) = recent[i];
            feed.OnEvent(e, encoded);
        }

        return true;
    }

    private void Read(ChainFeed feed)
    {
        feed.IsReading = true;
        _reading++;
        _host.Repair.Read(feed.Interest.Chain, feed.Cursor, PageEventsMax, page =>
        {
            _reading--;
            if (HasEnded || feed.HasEnded)
            {
                return;
            }

            if (page is null)
            {
                ReadLater(feed);
                return;
            }

            feed.IsReading = false;
            if (page.TooFar)
            {
                feed.OnTooFar(feed.Interest.Last);
                return;
            }

            if (page.Events.Length == 0 || page.Events[^1].EventTs <= feed.Cursor)
            {
                if (++feed.Failures < FruitlessReadsMax)
                {
                    ReadLater(feed);
                    return;
                }

                // The chain has nothing newer than this cursor, whatever the interest was told: events are kept for a day only.
                feed.BeginAt(Math.Max(feed.Cursor, feed.Interest.Last));
            }

            feed.Failures = 0;

            (feed.Page, feed.PageAt) = (page.Events, 0);
            PumpBacklog();
        });
    }

    private void ReadLater(ChainFeed feed)
    {
        // "Reading" for the pause.
        feed.IsReading = true;
        _host.Later(ReadAgainAfter, () =>
        {
            feed.IsReading = false;
            PumpBacklog();
        });
    }
}
