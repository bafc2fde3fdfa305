using Npgsql;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Storage.Shards;

namespace OrleansSocial.Storage.Tables;

/// <summary>Teams of the main database.</summary>
/// <param name="dataSources">The instances' connections.</param>
public sealed class TeamsTable(DataSources dataSources)
{
    private const string SelectTeam =
        """
        select name, domain, created_ts from main.team where team_id = $1
        """;

    /// <summary>Reads a team, or null.</summary>
    public async Task<TeamProfile?> Get(TeamId team, CancellationToken cancellationToken)
    {
        await using var command = dataSources.Main.CreateCommand(SelectTeam);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = team.Value });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new TeamProfile(team, reader.GetString(0), reader.GetString(1), reader.GetInt64(2))
            : null;
    }
}
