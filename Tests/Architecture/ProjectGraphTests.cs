using System.Xml.Linq;

namespace OrleansSocial.Tests.Architecture;

/// <summary>Who may reference whom. A change here is a change of the architecture: say why in docs/decisions.</summary>
public sealed class ProjectGraphTests
{
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["Grains.Interfaces"] = [],
        ["Storage"] = ["Grains.Interfaces"],
        ["Grains"] = ["Grains.Interfaces", "Storage"],
        ["Gateway"] = ["Grains.Interfaces"],
        ["Client"] = [],
        ["Silo"] = ["Gateway", "Grains", "Grains.Interfaces", "Storage"],
        ["Benchmarks"] = ["Grains.Interfaces", "Storage"],
        ["Tests"] = ["Benchmarks", "Client", "Gateway", "Grains", "Grains.Interfaces", "Silo", "Storage"],
    };

    /// <summary>Each package with the projects that may use it.</summary>
    private static readonly Dictionary<string, string[]> Packages = new(StringComparer.Ordinal)
    {
        ["Microsoft.Orleans.Sdk"] = ["Grains.Interfaces", "Grains", "Gateway", "Silo"],
        ["Microsoft.Orleans.Runtime"] = ["Grains", "Silo"],
        ["Microsoft.Orleans.Streaming"] = ["Grains.Interfaces", "Grains", "Gateway", "Silo"],
        ["Microsoft.Orleans.Client"] = ["Gateway"],
        ["Microsoft.Orleans.Server"] = ["Silo"],

        // Orleans' own membership and reminders reach PostgreSQL by Npgsql; no code of ours in these projects does.
        ["Microsoft.Orleans.Clustering.AdoNet"] = ["Silo"],
        ["Microsoft.Orleans.Persistence.AdoNet"] = ["Silo"],
        ["Microsoft.OpenApi"] = ["Gateway"],
        ["SkiaSharp"] = ["Gateway"],
        ["SkiaSharp.NativeAssets.Linux.NoDependencies"] = ["Gateway"],
        ["Swashbuckle.AspNetCore.SwaggerUI"] = ["Gateway"],
        ["NJsonSchema"] = ["Tests"],
        ["Npgsql"] = ["Storage", "Benchmarks", "Tests"],
        ["BCrypt.Net-Next"] = ["Grains"],
        ["OpenTelemetry.Extensions.Hosting"] = ["Silo"],
        ["OpenTelemetry.Exporter.Prometheus.AspNetCore"] = ["Silo"],
        ["System.CommandLine"] = ["Silo", "Client", "Benchmarks"],
        ["Microsoft.NET.Test.Sdk"] = ["Tests"],
        ["xunit.v3"] = ["Tests"],
        ["xunit.runner.visualstudio"] = ["Tests"],
        ["NetArchTest.Rules"] = ["Tests"],
        ["Microsoft.Extensions.TimeProvider.Testing"] = ["Tests"],
    };

    /// <summary>Only these serve HTTP: by framework reference or by SDK.</summary>
    private static readonly string[] AspNetCore = ["Benchmarks", "Gateway", "Silo", "Tests"];

    private static readonly Dictionary<string, XDocument> Files = SourceTree.WithExtension(".csproj")
        .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => XDocument.Parse(SourceTree.Read(f)), StringComparer.Ordinal);

    [Fact]
    public void Every_project_is_in_the_table_and_in_the_solution()
    {
        Assert.Equal(Projects.Keys.Order(StringComparer.Ordinal), Files.Keys.Order(StringComparer.Ordinal));
        var solution = SourceTree.Read("OrleansSocial.sln");
        Assert.All(Files.Keys, name => Assert.Contains($"{name}.csproj", solution, StringComparison.Ordinal));
    }

    [Fact]
    public void Projects_reference_only_what_the_direction_allows()
    {
        var wrong = Files.SelectMany(project => Includes(project.Value, "ProjectReference")
            .Select(Path.GetFileNameWithoutExtension)
            .Where(to => !Projects[project.Key].Contains(to, StringComparer.Ordinal))
            .Select(to => $"{project.Key} -> {to}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Packages_are_used_only_where_the_table_allows()
    {
        var wrong = Files.SelectMany(project => Includes(project.Value, "PackageReference")
            .Where(package => !Packages.GetValueOrDefault(package, []).Contains(project.Key, StringComparer.Ordinal))
            .Select(package => $"{project.Key} -> {package}"));

        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_central_package_version_is_used()
    {
        var central = Includes(XDocument.Parse(SourceTree.Read("Directory.Packages.props")), "PackageVersion");
        var used = Files.Values.Append(XDocument.Parse(SourceTree.Read("Directory.Build.props")))
            .SelectMany(f => Includes(f, "PackageReference"));

        Assert.Empty(central.Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void Only_gateway_and_silo_serve_http()
    {
        var web = Files.Where(f =>
                Includes(f.Value, "FrameworkReference").Contains("Microsoft.AspNetCore.App", StringComparer.Ordinal)
                || string.Equals((string?)f.Value.Root?.Attribute("Sdk"), "Microsoft.NET.Sdk.Web", StringComparison.Ordinal))
            .Select(f => f.Key);

        Assert.Empty(web.Except(AspNetCore, StringComparer.Ordinal));
    }

    private static IEnumerable<string> Includes(XDocument file, string item) =>
        file.Descendants(item).Select(e => (string?)e.Attribute("Include") ?? string.Empty).Where(i => i.Length > 0);
}
