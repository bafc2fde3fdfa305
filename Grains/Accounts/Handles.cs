using System.Text;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Makes handles: what clients complete after @, lower case and without spaces.</summary>
internal static class Handles
{
    private const int LengthMax = 80;

    /// <summary>Makes one of what somebody is called.</summary>
    public static string Of(string wanted)
    {
        var handle = new StringBuilder();
        foreach (var c in wanted.ToLowerInvariant())
        {
            if (handle.Length < LengthMax && (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'))
            {
                handle.Append(c);
            }
        }

        return handle.Length == 0 ? "member" : handle.ToString();
    }
}
