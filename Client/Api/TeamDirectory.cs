using System.Globalization;
using System.Text.Json;

namespace OrleansSocial.Client.Api;

/// <summary>Finds channels by name and names by id, and remembers them.</summary>
internal sealed class TeamDirectory(ApiClient api)
{
    /// <summary>Channels and names kept; more are looked up each time.</summary>
    private const int KeptMax = 10_000;

    private const int PageSize = 1000;
    private const int PagesMax = 100;

    private readonly Dictionary<string, string> userNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> channelNames = new(StringComparer.Ordinal);

    /// <summary>Lists all channels that the caller may see.</summary>
    public async Task<IReadOnlyList<JsonElement>> ChannelsAsync(CancellationToken cancellationToken)
    {
        List<JsonElement> channels = [];
        string? cursor = null;
        for (var page = 0; page < PagesMax; page++)
        {
            var answer = await api.CallRepeatableAsync(
                "conversations.list",
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["limit"] = PageSize.ToString(CultureInfo.InvariantCulture),
                    ["types"] = "public_channel,private_channel",
                    ["cursor"] = cursor,
                },
                cancellationToken);
            channels.AddRange(answer.Items("channels"));
            cursor = answer.Child("response_metadata").Text("next_cursor");
            if (string.IsNullOrEmpty(cursor))
            {
                break;
            }
        }

        return channels;
    }

    /// <summary>Turns <c>#name</c>, <c>name</c> or an id into an id.</summary>
    /// <exception cref="ApiException">There is no such channel.</exception>
    public async Task<string> ChannelIdAsync(string nameOrId, CancellationToken cancellationToken)
    {
        if (LooksLikeId(nameOrId))
        {
            return nameOrId;
        }

        var name = nameOrId.TrimStart('#');
        foreach (var channel in await ChannelsAsync(cancellationToken))
        {
            if (string.Equals(channel.Text("name"), name, StringComparison.OrdinalIgnoreCase) && channel.Text("id") is { } id)
            {
                return id;
            }
        }

        throw new ApiException("channel_not_found");
    }

    /// <summary>Gets a channel's name, or its id if it cannot be read.</summary>
    public Task<string> ChannelNameAsync(string id, CancellationToken cancellationToken) =>
        NameAsync(channelNames, id, "conversations.info", "channel", cancellationToken);

    /// <summary>Gets a user's name, or the id if it cannot be read.</summary>
    public Task<string> UserNameAsync(string id, CancellationToken cancellationToken) =>
        NameAsync(userNames, id, "users.info", "user", cancellationToken);

    private static bool LooksLikeId(string text) =>
        text.Length >= 9 && text[0] is 'C' or 'G' or 'D' && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private async Task<string> NameAsync(
        Dictionary<string, string> known, string id, string method, string kind, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(id, out var name))
        {
            return name;
        }

        try
        {
            var arguments = new Dictionary<string, string?>(StringComparer.Ordinal) { [kind] = id };
            name = (await api.CallAsync(method, arguments, cancellationToken)).Child(kind).Text("name") ?? id;
        }
        catch (Exception e) when (e is ApiException or UnreachableException)
        {
            return id;
        }

        if (known.Count < KeptMax)
        {
            known[id] = name;
        }

        return name;
    }
}
