namespace OrleansSocial.Client.Api;

/// <summary>Text as people write it, and as the wire has it: three characters are entities there, because they begin mentions and links.</summary>
internal static class WireText
{
    /// <summary>Makes text of the wire of what a person wrote: what looks like a mention stays what it looks like.</summary>
    public static string Of(string written) =>
        written.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>Makes text for people of text of the wire.</summary>
    public static string Shown(string text) =>
        text.Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
}
