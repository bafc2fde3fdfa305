using Npgsql;
using OrleansSocial.Grains.Interfaces.Writes;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Writes;

/// <summary>The statements of one flush on one connection: filled, sent as one batch, read.</summary>
internal sealed class FlushCommands
{
    private readonly LockStatement _lock;
    private readonly HeadsStatement _heads;
    private readonly RowsStatement _rows;
    private readonly EffectStatements _effects = new();
    private readonly AnswerStatement _answer;

    // A row whose key came earlier in its append is not sent; it gets what that row gets.
    private readonly List<int> _sameAs = [];
    private readonly List<RowResult> _results = [];
    private readonly List<bool> _held = [];

    public FlushCommands(short shard)
    {
        _lock = new LockStatement(shard);
        _heads = new HeadsStatement(shard);
        _rows = new RowsStatement(shard);
        _answer = new AnswerStatement(shard);
    }

    /// <summary>Puts parts into the statements. A chain may occur once.</summary>
    public void Fill(IReadOnlyList<FlushPart> parts, NpgsqlBatchCommandCollection commands)
    {
        Clear();
        bool even = false, odd = false;
        for (var n = 0; n < parts.Count; n++)
        {
            var part = parts[n];
            even |= part.Batch.Route.Group == 0;
            odd |= part.Batch.Route.Group == 1;
            _heads.Add(n, part.Batch);
            _held.Add(false);
            FillRows(part);
        }

        _lock.Add(even, odd);
        commands.Clear();
        commands.Add(_lock.Command);
        commands.Add(_heads.Command);
        commands.Add(_rows.Command);
        _effects.AddTo(commands);
        commands.Add(_answer.Command);
    }

    /// <summary>Reads the results to their end: only then is the flush committed.</summary>
    public async Task<FlushAnswer> ReadAsync(NpgsqlDataReader reader, IReadOnlyList<FlushPart> parts, CancellationToken cancellationToken)
    {
        // Result 1 is the locks'; the inserts and the effects have none.
        await reader.NextResultAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            _held[reader.GetInt32(0)] = true;
        }

        await reader.NextResultAsync(cancellationToken);
        var even = new FenceState(0, 0, Writable: false, Armed: false);
        var odd = even with { Group = 1 };
        long clock = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (n, first, second) = (reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2));
            switch (n)
            {
                case >= 0:
                    _results[n] = Result(first, second, _results[n].Ts);
                    break;
                case AnswerStatement.Clock:
                    clock = first;
                    break;
                case -1:
                    even = Fence(0, first, second);
                    break;
                default:
                    odd = Fence(1, first, second);
                    break;
            }
        }

        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return new FlushAnswer(Answers(parts, even, odd), clock);
    }

    private static RowResult Result(long stored, long position, long sent) =>
        new(stored == sent ? RowStatus.Stored : RowStatus.Duplicate, stored, position, null);

    private static FenceState Fence(short group, long epoch, long bits) =>
        new(group, (int)epoch, (bits & AnswerStatement.WritableBit) != 0, (bits & AnswerStatement.ArmedBit) != 0);

    private void Clear()
    {
        _lock.Clear();
        _heads.Clear();
        _rows.Clear();
        _effects.Clear();
        _answer.Clear();
        _sameAs.Clear();
        _results.Clear();
        _held.Clear();
    }

    private void FillRows(FlushPart part)
    {
        var rows = part.Batch.Rows.AsSpan().Slice(part.First, part.Count);
        var first = _results.Count;
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var same = SameKey(rows, i);
            _sameAs.Add(same < 0 ? -1 : first + same);

            // Until the answer names it: not stored, because its ts is not after the head's.
            var storable = RowText.IsStorable(row);
            _results.Add(new RowResult(RowStatus.Refused, row.Ts, 0, storable ? RowRefusals.TsOrder : RowRefusals.Text));
            if (same < 0 && storable)
            {
                _rows.Add(part.Batch, row);
                _effects.Add(part.Batch, row);
                _answer.Add(first + i, part.Batch, row);
            }
        }
    }

    private static int SameKey(ReadOnlySpan<WriteRow> rows, int at)
    {
        for (var i = 0; i < at; i++)
        {
            if (rows[i].DedupeKey == rows[at].DedupeKey && ((int)rows[i].Kind < 100) == ((int)rows[at].Kind < 100))
            {
                return i;
            }
        }

        return -1;
    }

    private FlushPartAnswer[] Answers(IReadOnlyList<FlushPart> parts, FenceState even, FenceState odd)
    {
        var answers = new FlushPartAnswer[parts.Count];
        var at = 0;
        for (var n = 0; n < answers.Length; n++)
        {
            var rows = new RowResult[parts[n].Count];
            for (var i = 0; i < rows.Length; i++, at++)
            {
                var same = _sameAs[at];
                var result = _results[same < 0 ? at : same];
                rows[i] = result.Status switch
                {
                    RowStatus.Refused => result with { Ts = 0 },
                    RowStatus.Stored when same >= 0 => result with { Status = RowStatus.Duplicate },
                    _ => result,
                };
            }

            answers[n] = new FlushPartAnswer(parts[n].Batch.Route.Group == 0 ? even : odd, _held[n], rows);
        }

        return answers;
    }
}
