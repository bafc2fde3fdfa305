using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Sets bookmarks of channels and takes them away. The row of one that was taken away stays, so that an older write does not bring it back.</summary>
internal sealed class BookmarkSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into bookmark as t (team_id, channel_id, ts, title, link, emoji, changed_ts, changed_by, removed, epoch, ver)
        select distinct on (r.channel_id, r.bookmark_ts)
          r.team_id, r.channel_id, r.bookmark_ts, r.title, r.link, r.emoji, r.changed_ts, r.changed_by, r.removed, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::bigint[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::text[], $11::bool[])
          r(channel_id, team_id, ts, epoch, bookmark_ts, title, link, emoji, changed_ts, changed_by, removed)
        where {Stored}
        order by r.channel_id, r.bookmark_ts, r.ts desc
        on conflict (channel_id, ts) do update
        set title = excluded.title, link = excluded.link, emoji = excluded.emoji, changed_ts = excluded.changed_ts,
          changed_by = excluded.changed_by, removed = excluded.removed, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<long> _bookmark;
    private readonly Column<string> _title;
    private readonly Column<string> _link;
    private readonly Column<string> _emoji;
    private readonly Column<long> _changed;
    private readonly Column<string> _changedBy;
    private readonly Column<bool> _removed;

    public BookmarkSetStatement()
        : base(Sql)
    {
        _bookmark = Column<long>(NpgsqlDbType.Bigint);
        _title = Column<string>(NpgsqlDbType.Text);
        _link = Column<string>(NpgsqlDbType.Text);
        _emoji = Column<string>(NpgsqlDbType.Text);
        _changed = Column<long>(NpgsqlDbType.Bigint);
        _changedBy = Column<string>(NpgsqlDbType.Text);
        _removed = Column<bool>(NpgsqlDbType.Boolean);
    }

    public void Add(WriteBatch batch, WriteRow row, BookmarkSet effect)
    {
        AddRow(batch, row);
        _bookmark.Add(effect.Bookmark.Ts);
        _title.Add(effect.Bookmark.Title);
        _link.Add(effect.Bookmark.Link);
        _emoji.Add(effect.Bookmark.Emoji);
        _changed.Add(effect.Bookmark.ChangedTs);
        _changedBy.Add(effect.Bookmark.ChangedBy);
        _removed.Add(effect.Removed);
    }
}
