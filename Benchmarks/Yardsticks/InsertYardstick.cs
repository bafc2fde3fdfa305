using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;
using OrleansSocial.Benchmarks.Load;
using OrleansSocial.Benchmarks.Machines;

namespace OrleansSocial.Benchmarks.Yardsticks;

/// <summary>Raw batched inserts into the product's message table: no heads, no fence, no dedupe look-up. What the disk and the indexes allow.</summary>
internal sealed class InsertYardstick(YardstickDatabase database)
{
    private const string InsertMessages =
        """
        insert into message (team_id, channel_id, ts, kind, author_id, dedupe_key, position, body, epoch, ver)
        select $1, r.channel_id, r.ts, 0, r.author_id, r.dedupe_key, r.ts, r.body, 1, r.ts
        from unnest($2::text[], $3::bigint[], $4::text[], $5::uuid[], $6::text[]) r(channel_id, ts, author_id, dedupe_key, body)
        """;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(1);
    private readonly MessageMinter _minter = new(TimeProvider.System);
    private readonly ProcessTree _postgres = new(database.Pid);

    /// <summary>Inserts as fast as it goes, one batch after the other on each connection.</summary>
    public async Task<InsertSummary> Run(int rows, int connections, int channels, bool randomKeys, TimeSpan measured, CancellationToken cancellationToken)
    {
        await database.Empty(cancellationToken);
        var run = new LoadRun(0);
        var recorders = Enumerable.Range(0, connections).Select(_ => new LatencyRecorder()).ToList();
        var loops = recorders.Select((r, i) => Task.Run(() => Insert(run, r, i, rows, channels, randomKeys, cancellationToken), cancellationToken)).ToList();
        await Task.Delay(_warmUp, cancellationToken);
        var cpu = _postgres.Cpu().Postgres;
        var client = Environment.CpuUsage.TotalTime;
        var start = TimeProvider.System.GetTimestamp();
        run.Recording = true;
        await Task.Delay(measured, cancellationToken);
        run.Recording = false;
        var seconds = TimeProvider.System.GetElapsedTime(start).TotalSeconds;
        cpu = _postgres.Cpu().Postgres - cpu;
        client = Environment.CpuUsage.TotalTime - client;
        run.Stopped = true;
        await Task.WhenAll(loops);
        var all = new LatencyRecorder();
        recorders.ForEach(all.Add);
        return new InsertSummary(
            rows,
            connections,
            channels,
            randomKeys,
            Math.Round(seconds, 3),
            Math.Round(all.Count * rows / seconds),
            all.Percentile(50),
            all.Percentile(99),
            Math.Round(cpu, 3),
            Math.Round(client.TotalSeconds, 3));
    }

    private static Guid Key(bool random) => random ? new Guid(RandomNumberGenerator.GetBytes(16)) : Guid.CreateVersion7();

    private async Task Insert(LoadRun run, LatencyRecorder recorder, int lane, int rows, int channels, bool randomKeys, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        var channelIds = Enumerable.Range(0, rows).Select(r => $"C{lane:D2}{r % channels:D8}").ToArray();
        var authors = Enumerable.Range(0, rows).Select(r => $"U{r:D10}").ToArray();
        var bodies = Enumerable.Repeat(new string('x', Wire.PostText.Bytes), rows).ToArray();
        var ts = new long[rows];
        var keys = new Guid[rows];
        await using var command = new NpgsqlCommand(InsertMessages, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ChatMessage.YardstickTeam });
        command.Parameters.Add(new NpgsqlParameter { Value = channelIds, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = ts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter { Value = authors, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        command.Parameters.Add(new NpgsqlParameter { Value = keys, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter { Value = bodies, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        await command.PrepareAsync(cancellationToken);
        while (!run.Stopped)
        {
            for (var i = 0; i < rows; i++)
            {
                ts[i] = _minter.Next();
                keys[i] = Key(randomKeys);
            }

            var start = TimeProvider.System.GetTimestamp();
            await command.ExecuteNonQueryAsync(cancellationToken);
            if (run.Recording)
            {
                recorder.Record(TimeProvider.System.GetTimestamp() - start);
            }
        }
    }
}
