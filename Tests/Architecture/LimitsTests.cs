using System.Reflection;
using System.Runtime.CompilerServices;

namespace OrleansSocial.Tests.Architecture;

/// <summary>Nothing in memory grows without a bound: every collection field is reviewed in Limits.txt.</summary>
public sealed class LimitsTests
{
    private const BindingFlags Own =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly string[] CollectionNames =
    [
        "List`1", "Queue`1", "Stack`1", "LinkedList`1", "HashSet`1", "Dictionary`2", "SortedDictionary`2", "SortedSet`1",
        "SortedList`2", "PriorityQueue`2", "OrderedDictionary`2", "ConcurrentDictionary`2", "ConcurrentQueue`1", "ConcurrentBag`1",
        "BlockingCollection`1", "Channel`1", "ChannelWriter`1", "ConditionalWeakTable`2", "MemoryCache", "IMemoryCache",
    ];

    private static readonly Assembly[] Assemblies =
        [Assembly.Load("OrleansSocial.Grains"), Assembly.Load("OrleansSocial.Gateway"), Assembly.Load("OrleansSocial.Storage")];

    private static readonly Dictionary<string, string> Reviewed = SourceTree.Read("Tests/Architecture/Limits.txt")
        .Split('\n')
        .Where(l => l.Contains('=', StringComparison.Ordinal) && !l.StartsWith('#'))
        .Select(l => l.Split('=', 2, StringSplitOptions.TrimEntries))
        .ToDictionary(l => l[0], l => l[1], StringComparer.Ordinal);

    [Fact]
    public void Every_collection_field_is_reviewed()
    {
        var missing = Collections().Where(f => !Reviewed.ContainsKey(f)).Distinct(StringComparer.Ordinal);

        Assert.Empty(missing);
    }

    [Fact]
    public void The_review_names_no_field_that_is_gone() =>
        Assert.Empty(Reviewed.Keys.Except(Collections(), StringComparer.Ordinal));

    [Fact]
    public void Every_bound_exists()
    {
        var all = Assemblies.Append(Assembly.Load("OrleansSocial.Grains.Interfaces")).SelectMany(a => a.GetTypes()).ToList();
        var missing = Reviewed.Where(r => !r.Value.StartsWith("fixed:", StringComparison.Ordinal) && !Exists(all, r.Value.Split(' ')[0]));

        Assert.Empty(missing.Select(r => $"{r.Key} = {r.Value}"));
    }

    private static bool Exists(List<Type> types, string bound) =>
        bound.Split('.') is [var type, var member]
        && types.Exists(t => string.Equals(t.Name, type, StringComparison.Ordinal)
            && t.GetMember(member, Own).Length > 0);

    private static IEnumerable<string> Collections() =>
        from type in Assemblies.SelectMany(a => a.GetTypes())
        where type.Namespace?.StartsWith("OrleansSocial.", StringComparison.Ordinal) == true && !IsGenerated(type) && !IsMessage(type)
        from field in type.GetFields(Own)
        where CollectionNames.Contains(field.FieldType.Name, StringComparer.Ordinal) && !field.IsLiteral
        select $"{type.Name}.{NameOf(field)}";

    private static string NameOf(FieldInfo field) =>
        field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static bool IsGenerated(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.Name.Contains('<', StringComparison.Ordinal)
        || (type.DeclaringType is { } outer && IsGenerated(outer));

    /// <summary>A record is a value that passes through; who keeps it is reviewed.</summary>
    private static bool IsMessage(Type type) => type.GetMethod("<Clone>$", Own) is not null;
}
