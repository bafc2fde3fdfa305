using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using OrleansSocial.Gateway;
using OrleansSocial.Gateway.Outbound;
using OrleansSocial.Gateway.RateLimits;
using OrleansSocial.Gateway.Sessions;
using OrleansSocial.Gateway.Slack.EventsApi;
using OrleansSocial.Gateway.Slack.SocketMode;
using OrleansSocial.Grains.Accounts;
using OrleansSocial.Grains.Delivery;
using OrleansSocial.Grains.Writes;
using OrleansSocial.Silo;
using OrleansSocial.Silo.Clustering;
using OrleansSocial.Silo.Database;
using OrleansSocial.Silo.Observability;
using OrleansSocial.Storage.EmbeddedPostgres;
using OrleansSocial.Tests.Fixtures;

namespace OrleansSocial.Tests.Silo;

/// <summary>docs/reference/settings.md says what the option types say. ORLEANSSOCIAL_WRITE_DOCS=1 writes it anew.</summary>
public sealed partial class SettingsReferenceTests
{
    private const string Marker = "<!-- Written by SettingsReferenceTests from the option types: change them, not this. -->";

    private static readonly (string Section, Type Type)[] Sections =
    [
        ("OrleansSocial", typeof(SiloOptions)),
        ("OrleansSocial:Accounts", typeof(AccountOptions)),
        ("OrleansSocial:Cluster", typeof(OrleansClusterOptions)),
        ("OrleansSocial:Delivery", typeof(DeliveryOptions)),
        ("OrleansSocial:EmbeddedPostgres", typeof(EmbeddedPostgresOptions)),
        ("OrleansSocial:EventsApi", typeof(EventsApiOptions)),
        ("OrleansSocial:Gateway", typeof(GatewayOptions)),
        ("OrleansSocial:Metrics", typeof(MetricsOptions)),
        ("OrleansSocial:Outbound", typeof(OutboundOptions)),
        ("OrleansSocial:RateLimits", typeof(RateLimitOptions)),
        ("OrleansSocial:Rtm", typeof(RtmOptions)),
        ("OrleansSocial:SocketMode", typeof(SocketModeOptions)),
        ("OrleansSocial:Storage", typeof(StorageSettings)),
        ("OrleansSocial:Writes", typeof(WriteBatchOptions)),
    ];

    private static string Page => Path.Combine(Repository.Root, "docs", "reference", "settings.md");

    [Fact]
    public void The_page_lists_every_setting_as_the_program_has_it()
    {
        var tables = string.Concat(Sections.Select(section => Table(section.Section, section.Type)));
        var page = File.ReadAllText(Page);
        var head = page[..(page.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)];
        var expected = head + "\n" + tables;
        if (Environment.GetEnvironmentVariable("ORLEANSSOCIAL_WRITE_DOCS") == "1")
        {
            File.WriteAllText(Page, expected);
            return;
        }

        Assert.Equal(expected, page);
    }

    [Fact]
    public void No_section_is_left_out()
    {
        var assemblies = new[] { typeof(SiloOptions), typeof(GatewayOptions), typeof(DeliveryOptions), typeof(EmbeddedPostgresOptions) }.Select(type => type.Assembly);
        var found = assemblies.SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.IsClass && type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is { IsLiteral: true });

        Assert.Empty(found.Except(Sections.Select(section => section.Type)).Select(type => type.FullName));
    }

    [Fact]
    public void Sections_are_named_as_their_types_name_them() => Assert.All(
        Sections,
        section =>
        {
            var name = (string?)section.Type.GetField("Section", BindingFlags.Public | BindingFlags.Static)?.GetRawConstantValue();
            Assert.True(name is null || section.Section == name || section.Section.EndsWith(":" + name, StringComparison.Ordinal), section.Section);
        });

    private static string Table(string section, Type type)
    {
        var defaults = Activator.CreateInstance(type, nonPublic: true)!;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"\n## {section}\n\n{Sentence(type)}\n\n| Setting | Default | Range | What it does |\n|---|---|---|---|\n");
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| `{property.Name}` | {Value(property.GetValue(defaults))} | {Range(property)} | {Sentence(property, keepDefault: property.GetValue(defaults) is null)} |\n");
        }

        return text.ToString();
    }

    private static string Value(object? value) => value switch
    {
        null or Array { Length: 0 } => "–",
        bool flag => flag ? "true" : "false",
        TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Range(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return property.GetCustomAttribute<RangeAttribute>() is { } range
            ? $"{Convert.ToString(range.Minimum, CultureInfo.InvariantCulture)} to {Convert.ToString(range.Maximum, CultureInfo.InvariantCulture)}"
            : type.IsEnum ? string.Join(", ", Enum.GetNames(type)) : type == typeof(bool) ? "true, false" : type.IsArray ? "list" : "text";
    }

    // The XML documentation of the source: "Gets or sets the port. Default: 1." -> "The port."
    private static string Sentence(MemberInfo member, bool keepDefault = false)
    {
        var (kind, type, name) = member is Type itself ? ("T:", itself, "") : ("P:", member.DeclaringType!, "." + member.Name);
        var file = Path.Combine(AppContext.BaseDirectory, type.Assembly.GetName().Name + ".xml");
        var summary = XDocument.Load(file).Descendants("member").Single(element => element.Attribute("name")?.Value == kind + type.FullName + name).Element("summary")!;
        var text = Blanks().Replace(string.Concat(summary.Nodes().Select(node => node is XElement element ? $"`{element.Value}`" : node.ToString())), " ").Trim();
        text = Prefix().Replace(text, "");
        text = keepDefault ? text : Suffix().Replace(text, "");
        return (char.ToUpperInvariant(text[0]) + text[1..]).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&lt;", "<", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blanks();

    [GeneratedRegex("^Gets or sets ", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Prefix();

    [GeneratedRegex(@" (Section|Default:?) ([^.;]|\.(?=\S))*\.$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();
}
