using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;
using OrleansSocial.Grains.Interfaces.Shards;

namespace OrleansSocial.Storage.Shards;

/// <summary>Where the databases are.</summary>
/// <param name="Main">The main database's connection string.</param>
/// <param name="Instances">The instances that hold shards. A cluster of one instance has the main database's as pair 1, side A.</param>
public sealed record DataSourcesOptions(string Main, IReadOnlyDictionary<Instance, string> Instances)
{
    /// <summary>The most pairs that are looked for in the configuration.</summary>
    public const int PairsMax = 16;

    /// <summary>Gets the most pooled connections to the main database. Default: 12.</summary>
    public int MainConnectionsMax { get; init; } = 12;

    /// <summary>Gets the most pooled connections to an instance, shared evenly by its shards, at least 2 each. Default: 32.</summary>
    public int InstanceConnectionsMax { get; init; } = 32;

    /// <summary>Gets how many shards there are. Default: 4.</summary>
    public int ShardCount { get; init; } = 4;

    /// <summary>Names the first connection string that cannot be read, without its content; null when all can.</summary>
    /// <param name="configuration">The host's configuration.</param>
    public static string? Fault(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        foreach (var name in Enumerable.Range(1, PairsMax).SelectMany(pair => new[] { PairName(pair), PairName(pair) + "B" }).Prepend("Main"))
        {
            try
            {
                _ = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString(name));
            }
            catch (ArgumentException exception)
            {
                return $"ConnectionStrings:{name} cannot be read: {exception.Message}";
            }
        }

        return null;
    }

    /// <summary>Reads <c>ConnectionStrings:Main</c>, <c>ConnectionStrings:Pair1</c> (side A), <c>ConnectionStrings:Pair1B</c> (side B) and so on.</summary>
    /// <exception cref="InvalidOperationException">There is no main database.</exception>
    public static DataSourcesOptions From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var main = configuration.GetConnectionString("Main");
        if (string.IsNullOrEmpty(main))
        {
            throw new InvalidOperationException("ConnectionStrings:Main is not set.");
        }

        var instances = new Dictionary<Instance, string>();
        for (short pair = 1; pair <= PairsMax; pair++)
        {
            var name = PairName(pair);
            Add(instances, new Instance(pair, MasterSide.A), configuration.GetConnectionString(name));
            Add(instances, new Instance(pair, MasterSide.B), configuration.GetConnectionString(name + "B"));
        }

        if (instances.Count == 0)
        {
            instances.Add(new Instance(1, MasterSide.A), main);
        }

        var storage = configuration.GetSection("OrleansSocial:Storage");
        var defaults = new DataSourcesOptions(main, instances);
        return defaults with
        {
            ShardCount = storage.GetValue("ShardCount", defaults.ShardCount),
            MainConnectionsMax = storage.GetValue("MainConnectionsMax", defaults.MainConnectionsMax),
            InstanceConnectionsMax = storage.GetValue("InstanceConnectionsMax", defaults.InstanceConnectionsMax),
        };
    }

    private static string PairName(int pair) => string.Create(CultureInfo.InvariantCulture, $"Pair{pair}");

    private static void Add(Dictionary<Instance, string> instances, Instance instance, string? connectionString)
    {
        if (!string.IsNullOrEmpty(connectionString))
        {
            instances.Add(instance, connectionString);
        }
    }
}
