using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>How an app's grain is named: <c>T…/A…</c>.</summary>
public static class AppKey
{
    /// <summary>Tells whether a text has the form of an app's id.</summary>
    public static bool IsId(string? text) => WireId.IsValid(text, "A");

    /// <summary>Names an app's grain.</summary>
    public static string Of(TeamId team, string app) => $"{team.Value}/{app}";
}
