using System.Text.Json;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Teams;
using OrleansSocial.Grains.Interfaces.Users;
using OrleansSocial.Storage.Tables;

namespace OrleansSocial.Grains.Teams;

/// <summary>A team in memory: members and channel directory, in order of their ids for paging.</summary>
internal sealed class TeamState
{
    private readonly SortedDictionary<string, UserProfile> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserId> _memberNames = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserId> _membersByEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, UserId> _bots = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TeamChannelEntry> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ChannelId> _channelsByName = new(StringComparer.Ordinal);

    /// <summary>Gets how many members there are, deactivated ones included.</summary>
    public int MemberCount => _members.Count;

    /// <summary>Gets how many channels there are.</summary>
    public int ChannelCount => _channels.Count;

    /// <summary>Finds a member.</summary>
    public UserProfile? Member(UserId user) => _members.GetValueOrDefault(user.Value);

    /// <summary>Finds a member by their address; not one that is deactivated.</summary>
    public UserProfile? MemberByEmail(string email) =>
        _membersByEmail.TryGetValue(email, out var user) && Member(user) is { Deleted: false } member ? member : null;

    /// <summary>Finds the bot user of a bot.</summary>
    public UserProfile? Bot(string botId) => _bots.TryGetValue(botId, out var user) ? Member(user) : null;

    /// <summary>Finds a channel by name.</summary>
    public ChannelId? Channel(string name) => _channelsByName.TryGetValue(name, out var channel) ? channel : null;

    /// <summary>Finds an entry of the directory.</summary>
    public TeamChannelEntry? Entry(ChannelId channel) => _channels.GetValueOrDefault(channel.Value);

    /// <summary>Gets the channel that every member is in, whatever its name is now.</summary>
    public ChannelId? General { get; private set; }

    /// <summary>Gets how many active owners there are.</summary>
    public int Owners => _members.Values.Count(m => m is { Role: UserRole.Owner, Deleted: false });

    /// <summary>Tells whether a handle would be mistaken for a channel's or a member's name.</summary>
    public bool IsNameOfChannelOrMember(string handle) => _channelsByName.ContainsKey(handle) || _memberNames.ContainsKey(handle);

    /// <summary>Tells whether there is a channel of that id that everybody may see.</summary>
    public bool IsOpenChannel(string id) => _channels.TryGetValue(id, out var channel) && !channel.IsPrivate;

    /// <summary>Gets the id of an active member (<c>@name</c>) or of a public channel (<c>#name</c>); empty for none.</summary>
    public string IdOf(string name) => name switch
    {
        ['@', .. var handle] => _memberNames.TryGetValue(handle, out var user) && Member(user) is { Deleted: false } ? user.Value : string.Empty,
        ['#', .. var channelName] => Channel(channelName) is { } channel && IsOpenChannel(channel.Value) ? channel.Value : string.Empty,
        _ => string.Empty,
    };

    /// <summary>Sets a member.</summary>
    public void Set(UserProfile member)
    {
        if (_members.TryGetValue(member.Id.Value, out var before))
        {
            _memberNames.Remove(before.Name);
            if (_membersByEmail.TryGetValue(before.Email, out var owner) && owner == member.Id)
            {
                _membersByEmail.Remove(before.Email);
            }
        }

        _members[member.Id.Value] = member;
        _memberNames[member.Name] = member.Id;
        if (member.BotId is { } bot)
        {
            _bots[bot] = member.Id;
        }

        if (member is { Deleted: false, Email.Length: > 0 })
        {
            // A deactivated member's address may be another's by now.
            _membersByEmail[member.Email] = member.Id;
        }
    }

    /// <summary>Sets an entry of the directory.</summary>
    public void Set(TeamChannelEntry channel)
    {
        if (_channels.TryGetValue(channel.Id.Value, out var before))
        {
            _channelsByName.Remove(before.Name);
        }

        _channels[channel.Id.Value] = channel;
        _channelsByName[channel.Name] = channel.Id;
        if (channel.IsGeneral)
        {
            General = channel.Id;
        }
    }

    /// <summary>Makes a handle unique in the team by adding a number.</summary>
    public string UniqueName(string wanted)
    {
        var name = wanted;
        for (var n = 2; _memberNames.ContainsKey(name); n++)
        {
            name = $"{wanted}{n}";
        }

        return name;
    }

    /// <summary>Lists members after one.</summary>
    public MemberProfilePage MembersAfter(UserId? after, int countMax)
    {
        var page = After(_members, after?.Value).Take(countMax + 1).ToList();
        return new MemberProfilePage([.. page.Take(countMax)], page.Count > countMax);
    }

    /// <summary>Lists members that changed after a moment; no two changes of a team have the same.</summary>
    public MemberProfilePage MembersChanged(long sinceTs, int countMax)
    {
        var page = _members.Values.Where(m => m.UpdatedTs > sinceTs).OrderBy(m => m.UpdatedTs).Take(countMax + 1).ToList();
        return new MemberProfilePage([.. page.Take(countMax)], page.Count > countMax);
    }

    /// <summary>Lists directory entries after one.</summary>
    public IEnumerable<TeamChannelEntry> ChannelsAfter(ChannelId? after) => After(_channels, after?.Value);

    /// <summary>The member with whether they are the primary owner: an owner who made the team, as the general channel's maker did.</summary>
    public UserProfile WithOwnership(UserProfile member)
    {
        var isPrimary = member.Role == UserRole.Owner && General is { } general && Entry(general)?.Creator == member.Id;
        return member.IsPrimaryOwner == isPrimary ? member : member with { IsPrimaryOwner = isPrimary };
    }

    /// <summary>Writes a member's profile as the team's events carry it.</summary>
    public string ProfileExtras(UserProfile member) =>
        $"{{\"{EventExtras.Profile}\":{JsonSerializer.Serialize(WithOwnership(member))}}}";

    // A page walks to its start: 50,000 steps at worst, in microseconds, against an index that would have to be kept.
    private static IEnumerable<TValue> After<TValue>(SortedDictionary<string, TValue> values, string? after) =>
        values.Where(v => after is null || string.CompareOrdinal(v.Key, after) > 0).Select(v => v.Value);
}
