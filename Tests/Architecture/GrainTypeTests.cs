using System.Reflection;
using NetArchTest.Rules;

namespace OrleansSocial.Tests.Architecture;

/// <summary>Manners of grain classes, and what each layer may not know.</summary>
public sealed class GrainTypeTests
{
    private static readonly Assembly Grains = Assembly.Load("OrleansSocial.Grains");

    [Fact]
    public void Grain_classes_are_internal_sealed_and_end_in_Grain()
    {
        var grains = Grains.GetTypes().Where(t => t.IsClass && !t.IsAbstract && typeof(IGrain).IsAssignableFrom(t)
            && t.Namespace?.StartsWith("OrleansSocial.", StringComparison.Ordinal) == true).ToList();

        Assert.NotEmpty(grains);
        Assert.Empty(grains.Where(t => t.IsPublic || !t.IsSealed || !t.Name.EndsWith("Grain", StringComparison.Ordinal))
            .Select(t => t.FullName));
    }

    [Fact]
    public void Grain_classes_name_their_type_on_the_wire()
    {
        var unnamed = Grains.GetTypes()
            .Where(t => t.IsClass && !t.IsAbstract && typeof(IGrain).IsAssignableFrom(t)
                && t.Namespace?.StartsWith("OrleansSocial.", StringComparison.Ordinal) == true)
            .Where(t => t.GetCustomAttributesData().All(a => !string.Equals(a.AttributeType.Name, "GrainTypeAttribute", StringComparison.Ordinal)));

        Assert.Empty(unnamed.Select(t => t.FullName));
    }

    [Theory]
    [InlineData("OrleansSocial.Grains.Interfaces", "Npgsql")]
    [InlineData("OrleansSocial.Grains.Interfaces", "Microsoft.AspNetCore")]
    [InlineData("OrleansSocial.Grains", "Npgsql")]
    [InlineData("OrleansSocial.Grains", "Microsoft.AspNetCore")]
    [InlineData("OrleansSocial.Gateway", "Npgsql")]
    [InlineData("OrleansSocial.Client", "Npgsql")]
    [InlineData("OrleansSocial.Client", "Orleans")]
    [InlineData("OrleansSocial.Storage", "Microsoft.AspNetCore")]
    public void A_layer_does_not_know(string assembly, string dependency)
    {
        var result = Types.InAssembly(Assembly.Load(assembly)).That().ResideInNamespaceStartingWith("OrleansSocial")
            .ShouldNot().HaveDependencyOn(dependency).GetResult();

        Assert.Empty(result.FailingTypeNames ?? []);
    }
}
