using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Configuration;

/// <summary>Settings that are lists: one that is given a single value would be empty without a word.</summary>
internal static class ListSettings
{
    /// <summary>Ends the start with an error when a list has a value instead of entries.</summary>
    /// <param name="options">The options.</param>
    /// <param name="section">Their section.</param>
    /// <param name="names">The lists.</param>
    public static OptionsBuilder<T> HaveEntries<T>(this OptionsBuilder<T> options, IConfigurationSection section, params ReadOnlySpan<string> names)
        where T : class
    {
        foreach (var name in names)
        {
            // An empty list of a JSON file is an empty value.
            options.Validate(
                _ => string.IsNullOrEmpty(section[name]),
                $"{section.Path}:{name} is a list: its first entry is {section.Path}:{name}:0, in the environment {section.Path.Replace(":", "__", StringComparison.Ordinal)}__{name}__0.");
        }

        return options;
    }
}
