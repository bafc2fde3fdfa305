using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansSocial.Storage;

/// <summary>One numbered file of a set.</summary>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>Of the text with plain line ends: a checkout with other ones is the same migration.</summary>
    public string Checksum =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The embedded files of a set, in order.</summary>
    /// <exception cref="MigrationException">A number is missing, used twice or not a number.</exception>
    public static IReadOnlyList<Migration> Of(MigrationSet set)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"OrleansSocial.Storage.Migrations.{set}.";
        var files = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => (Name: name[prefix.Length..], Sql: Read(name)));
        return InOrder(set, files);

        string Read(string resource)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            return reader.ReadToEnd();
        }
    }

    internal static IReadOnlyList<Migration> InOrder(MigrationSet set, IEnumerable<(string Name, string Sql)> files)
    {
        var migrations = files.Select(file => new Migration(NumberOf(file.Name), file.Name, file.Sql)).OrderBy(migration => migration.Number).ToList();
        for (var i = 0; i < migrations.Count; i++)
        {
            if (migrations[i].Number != i + 1)
            {
                throw new MigrationException($"Set {set}: {migrations[i].Name} is number {i + 1} of its folder. Numbers start at 1 and have no gap and no repeat.");
            }
        }

        return migrations.Count > 0 ? migrations : throw new MigrationException($"Set {set} has no migrations in this program.");

        int NumberOf(string name) =>
            int.TryParse(name.Split('_')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw new MigrationException($"Set {set}: {name} does not start with a number and '_'.");
    }
}
