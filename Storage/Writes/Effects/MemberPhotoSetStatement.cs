using NpgsqlTypes;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Grains.Interfaces.Writes;

namespace OrleansSocial.Storage.Writes.Effects;

/// <summary>Replaces members' pictures and takes them away, a row for each size.</summary>
internal sealed class MemberPhotoSetStatement : EffectStatement
{
    internal const string Sql =
        $"""
        insert into member_photo as t (team_id, user_id, size, hash, content, epoch, ver)
        select distinct on (r.user_id, r.size)
          r.team_id, r.user_id, r.size, r.hash, r.content, r.epoch, r.ts
        from unnest($1::text[], $2::text[], $3::bigint[], $4::int[], $5::text[], $6::int[], $7::text[], $8::bytea[])
          r(channel_id, team_id, ts, epoch, user_id, size, hash, content)
        where {Stored}
        order by r.user_id, r.size, r.ts desc
        on conflict (user_id, size) do update
        set hash = excluded.hash, content = excluded.content, epoch = excluded.epoch, ver = excluded.ver
        where t.team_id = excluded.team_id and (t.epoch, t.ver) < (excluded.epoch, excluded.ver)
        """;

    private readonly Column<string> _user;
    private readonly Column<int> _size;
    private readonly Column<string> _hash;
    private readonly Column<byte[]> _content;

    public MemberPhotoSetStatement()
        : base(Sql)
    {
        _user = Column<string>(NpgsqlDbType.Text);
        _size = Column<int>(NpgsqlDbType.Integer);
        _hash = Column<string>(NpgsqlDbType.Text);
        _content = Column<byte[]>(NpgsqlDbType.Bytea);
    }

    public void Add(WriteBatch batch, WriteRow row, MemberPhotoSet effect)
    {
        foreach (var (index, size) in MemberPhoto.Sizes.Index())
        {
            AddRow(batch, row);
            _user.Add(effect.User.Value);
            _size.Add(size);
            _hash.Add(effect.Photo?.Hash ?? string.Empty);
            _content.Add(effect.Photo?.Images[index] ?? []);
        }
    }
}
