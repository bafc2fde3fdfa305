namespace OrleansSocial.Tests.Fixtures;

/// <summary>Tests that share one running product; they run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class ProductCollection : ICollectionFixture<ProductFixture>
{
    public const string Name = "product";
}
