using System.Globalization;
using Npgsql;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Tests.Fixtures;

/// <summary>One running product with its demo data, shared by the tests of <see cref="ProductCollection"/>.</summary>
public sealed class ProductFixture : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("orleanssocial-");
    // Apps of the tests take their events on this machine, no test here is about the price of a password, and all clients have one address.
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal)
    {
        ["OrleansSocial__Outbound__InternalHosts__0"] = "http://127.0.0.1:*",
        ["OrleansSocial__Accounts__BcryptCost"] = "4",
        ["OrleansSocial__RateLimits__LogInsPerAddressPerMinute"] = "100000",
        ["OrleansSocial__RateLimits__LogInsPerEmailPerMinute"] = "100000",
        ["OrleansSocial__RateLimits__SignUpsPerAddressPerMinute"] = "100000",
    };

    private ProductProcess? product;
    private DemoFile? demo;

    /// <summary>Gets where it serves, with a trailing slash.</summary>
    public Uri BaseUrl => Product.BaseUrl;

    internal ProductProcess Product => product ?? throw new InvalidOperationException("the product has not started");

    internal DemoFile Demo => demo ?? throw new InvalidOperationException("the product has not started");

    /// <summary>Gets the connection string of its embedded database.</summary>
    internal string Database => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = int.Parse(Embedded("port"), CultureInfo.InvariantCulture),
        Username = EmbeddedCluster.DatabaseName,
        Password = Embedded("password"),
        Database = EmbeddedCluster.DatabaseName,
    }.ConnectionString;

    internal string OperatorToken => File.ReadAllText(Path.Combine(folder.FullName, "operator.token")).Trim();

    public async ValueTask InitializeAsync()
    {
        product = await ProductProcess.StartAsync(folder.FullName, environment: Settings);
        demo = DemoFile.Read(folder.FullName);
    }

    public async ValueTask DisposeAsync()
    {
        if (product is not null)
        {
            await product.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    private string Embedded(string file) => File.ReadAllText(Path.Combine(folder.FullName, "postgres", "one", file)).Trim();
}
