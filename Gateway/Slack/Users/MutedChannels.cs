using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Gateway.Slack.Users;

/// <summary>Which channels the caller does not want to hear of: the preference <c>muted_channels</c>.</summary>
internal static class MutedChannels
{
    /// <summary>Reads their ids.</summary>
    public static async Task<HashSet<string>> ReadAsync(SlackCall call)
    {
        var value = (await call.ReadAsync(() => call.User.Settings())).Prefs
            .FirstOrDefault(p => string.Equals(p.Name, MemberPref.MutedChannels, StringComparison.Ordinal))?.Value;
        if (value is null)
        {
            return [];
        }

        using var json = JsonDocument.Parse(value);
        return json.RootElement.ValueKind == JsonValueKind.String
            ? [.. json.RootElement.GetString()!.Split(',', StringSplitOptions.TrimEntries).Where(id => ChannelId.TryParse(id, out _))]
            : [];
    }
}
