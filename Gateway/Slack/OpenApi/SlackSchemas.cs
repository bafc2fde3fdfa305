using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace OrleansSocial.Gateway.Slack.OpenApi;

/// <summary>
/// Makes schemas of the notation of <see cref="SlackField"/>. A type is <c>text</c>, <c>int</c>, <c>number</c>, <c>bool</c>, <c>true</c>,
/// <c>false</c>, <c>null</c>, <c>object</c>, <c>any</c>, a word in quotes (<c>'auto'</c>), one of <see cref="ScalarTypes"/> or a name of
/// <see cref="SlackShapes"/>; <c>type[]</c> is a list, <c>type{}</c> an object with any keys, <c>type | type</c> one of several.
/// </summary>
internal sealed class SlackSchemas
{
    // The member that stands for those which cannot be listed.
    private const string AnyMember = "(any)";

    private readonly OpenApiDocument document;
    private readonly List<string> faults = [];

    /// <summary>Adds the named types to a document.</summary>
    public SlackSchemas(OpenApiDocument document)
    {
        this.document = document;
        foreach (var (name, pattern, about) in ScalarTypes.All)
        {
            document.AddComponent<IOpenApiSchema>(name, new OpenApiSchema { Type = JsonSchemaType.String, Pattern = pattern, Description = about });
        }

        foreach (var shape in SlackShapes.All)
        {
            var schema = Of(shape.Type, shape.Members, shape.Name);
            schema.Description = shape.About;
            document.AddComponent<IOpenApiSchema>(shape.Name, schema);
        }
    }

    /// <summary>Gets what could not be understood: names and types that nobody knows. A test wants none.</summary>
    public IReadOnlyList<string> Faults => faults;

    /// <summary>Makes the schema of an argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="method">Whose it is, for a fault.</param>
    public (IOpenApiSchema Schema, string About) Argument(SlackField argument, string method)
    {
        var known = KnownArguments.Of(argument.Name);
        var where = $"{method}, argument {argument.Name}";
        var about = argument.About.Length > 0 ? argument.About : known?.About ?? string.Empty;
        if (about.Length == 0)
        {
            faults.Add($"{where}: no description");
        }

        return (Of(argument.Type ?? known?.Type, argument.Members, where), about);
    }

    /// <summary>Makes the schema of an object that has these members and no others, unless <c>(any)</c> is among them.</summary>
    /// <param name="members">The members.</param>
    /// <param name="where">What it is, for a fault.</param>
    public OpenApiSchema Object(IReadOnlyCollection<SlackField> members, string where)
    {
        var properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        var required = new HashSet<string>(StringComparer.Ordinal);
        var named = members.Where(f => !string.Equals(f.Name, AnyMember, StringComparison.Ordinal)).ToList();
        foreach (var group in named.GroupBy(f => f.Name.Split('.')[0], StringComparer.Ordinal))
        {
            var fields = group.ToList();
            var place = $"{where}.{group.Key}";
            properties[group.Key] = fields is [var field] && string.Equals(field.Name, group.Key, StringComparison.Ordinal)
                ? Described(Of(field.Type ?? KnownFields.TypeOf(field.Name), field.Members, place), field.About)
                : With(fields, group.Key, place);
            if (fields.Exists(f => !f.IsOptional && !f.IsOfRefusals))
            {
                required.Add(group.Key);
            }
        }

        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = properties,
            Required = required,
            AdditionalPropertiesAllowed = named.Count < members.Count,
        };
    }

    /// <summary>The shape of that name, with those of its optional members that this answer always has.</summary>
    private IOpenApiSchema With(List<SlackField> fields, string name, string where)
    {
        var shape = Of(KnownFields.TypeOf(name), [], where);
        var has = fields.Where(f => !f.IsOptional).Select(f => f.Name[(name.Length + 1)..]).ToHashSet(StringComparer.Ordinal);
        return has.Count == 0 ? shape : new OpenApiSchema { AllOf = [shape, new OpenApiSchema { Type = JsonSchemaType.Object, Required = has }] };
    }

    private IOpenApiSchema Of(string? type, IReadOnlyList<SlackField> members, string where)
    {
        if (type is null)
        {
            faults.Add($"{where}: the name tells no type");
            return new OpenApiSchema();
        }

        var parts = type.Split(" | ");
        if (parts.All(IsWord))
        {
            return new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. parts.Select(p => (JsonNode)JsonValue.Create(p[1..^1]))] };
        }

        return parts.Length > 1
            ? new OpenApiSchema { AnyOf = [.. parts.Select(p => Of(p, members, where))] }
            : type switch
            {
                _ when type.EndsWith("[]", StringComparison.Ordinal) =>
                    new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(type[..^2], members, where) },
                _ when type.EndsWith("{}", StringComparison.Ordinal) =>
                    new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Of(type[..^2], members, where) },
                "object" when members.Count > 0 => Object(members, where),
                "object" => new OpenApiSchema { Type = JsonSchemaType.Object },
                "text" => new OpenApiSchema { Type = JsonSchemaType.String },
                "int" => new OpenApiSchema { Type = JsonSchemaType.Integer },
                "number" => new OpenApiSchema { Type = JsonSchemaType.Number },
                "bool" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
                "true" or "false" => new OpenApiSchema { Type = JsonSchemaType.Boolean, Enum = [JsonValue.Create(type is "true")] },
                "null" => new OpenApiSchema { Type = JsonSchemaType.Null },
                "any" => new OpenApiSchema(),
                _ => Named(type, where),
            };
    }

    private IOpenApiSchema Named(string type, string where)
    {
        var exists = ScalarTypes.All.Any(t => string.Equals(t.Name, type, StringComparison.Ordinal))
            || SlackShapes.All.Any(s => string.Equals(s.Name, type, StringComparison.Ordinal));
        if (exists)
        {
            return new OpenApiSchemaReference(type, document);
        }

        faults.Add($"{where}: no type '{type}'");
        return new OpenApiSchema();
    }

    private static bool IsWord(string type) => type.Length > 2 && type.StartsWith('\'') && type.EndsWith('\'');

    private static IOpenApiSchema Described(IOpenApiSchema schema, string about)
    {
        if (about.Length > 0)
        {
            schema.Description = about;
        }

        return schema;
    }
}
