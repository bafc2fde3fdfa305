using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Writes channels' descriptions; the id is the chain's.</summary>
internal sealed class ChannelSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into channel as t (team_id, channel_id, name, is_private, is_general, is_archived, creator_id, created_ts,
          topic, topic_by, topic_ts, purpose, purpose_by, purpose_ts, member_count, epoch, ver)
        select distinct on (r.channel_id)
          r.team_id, r.channel_id, r.name, r.is_private, r.is_general, r.is_archived, r.creator_id, r.created_ts,
          r.topic, r.topic_by, r.topic_ts, r.purpose, r.purpose_by, r.purpose_ts, r.member_count, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::bool[], $7::bool[], $8::bool[], $9::text[], $10::bigint[],
            $11::text[], $12::text[], $13::bigint[], $14::text[], $15::text[], $16::bigint[], $17::int[])
          r(channel_id, team_id, ts, epoch, name, is_private, is_general, is_archived, creator_id, created_ts,
            topic, topic_by, topic_ts, purpose, purpose_by, purpose_ts, member_count)
        where {Stored}
        order by r.channel_id, r.ts desc
        on conflict (channel_id) do update
        set name = excluded.name, is_private = excluded.is_private, is_general = excluded.is_general, is_archived = excluded.is_archived,
          creator_id = excluded.creator_id, created_ts = excluded.created_ts, topic = excluded.topic, topic_by = excluded.topic_by,
          topic_ts = excluded.topic_ts, purpose = excluded.purpose, purpose_by = excluded.purpose_by, purpose_ts = excluded.purpose_ts,
          member_count = excluded.member_count, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _name;
    private readonly Column<bool> _isPrivate;
    private readonly Column<bool> _isGeneral;
    private readonly Column<bool> _isArchived;
    private readonly Column<string> _creator;
    private readonly Column<long> _created;
    private readonly Column<string> _topic;
    private readonly Column<string> _topicBy;
    private readonly Column<long> _topicTs;
    private readonly Column<string> _purpose;
    private readonly Column<string> _purposeBy;
    private readonly Column<long> _purposeTs;
    private readonly Column<int> _memberCount;

    public ChannelSetStatement()
        : base(Sql)
    {
        _name = Column<string>(NpgsqlDbType.Text);
        _isPrivate = Column<bool>(NpgsqlDbType.Boolean);
        _isGeneral = Column<bool>(NpgsqlDbType.Boolean);
        _isArchived = Column<bool>(NpgsqlDbType.Boolean);
        _creator = Column<string>(NpgsqlDbType.Text);
        _created = Column<long>(NpgsqlDbType.Bigint);
        _topic = Column<string>(NpgsqlDbType.Text);
        _topicBy = Column<string>(NpgsqlDbType.Text);
        _topicTs = Column<long>(NpgsqlDbType.Bigint);
        _purpose = Column<string>(NpgsqlDbType.Text);
        _purposeBy = Column<string>(NpgsqlDbType.Text);
        _purposeTs = Column<long>(NpgsqlDbType.Bigint);
        _memberCount = Column<int>(NpgsqlDbType.Integer);
    }

    public void Add(WriteBatch batch, WriteRow row, ChannelSet effect)
    {
        AddRow(batch, row);
        var channel = effect.Channel;
        _name.Add(channel.Name);
        _isPrivate.Add(channel.IsPrivate);
        _isGeneral.Add(channel.IsGeneral);
        _isArchived.Add(channel.IsArchived);
        _creator.Add(channel.Creator.Value);
        _created.Add(channel.CreatedTs);
        _topic.Add(channel.Topic);
        _topicBy.Add(channel.TopicBy);
        _topicTs.Add(channel.TopicTs);
        _purpose.Add(channel.Purpose);
        _purposeBy.Add(channel.PurposeBy);
        _purposeTs.Add(channel.PurposeTs);
        _memberCount.Add(channel.MemberCount);
    }
}
