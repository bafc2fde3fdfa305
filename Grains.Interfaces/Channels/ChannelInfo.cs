using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>A channel's description.</summary>
/// <param name="Id">The channel.</param>
/// <param name="Name">Its name: at most 80 characters, lower case.</param>
/// <param name="IsPrivate">True hides it from non-members.</param>
/// <param name="IsGeneral">True for the one channel that every member is in.</param>
/// <param name="IsArchived">True when it is closed for writes.</param>
/// <param name="Creator">Who made it.</param>
/// <param name="CreatedTs">When, microseconds since 1970.</param>
/// <param name="Topic">The topic, at most 250 characters.</param>
/// <param name="TopicBy">Who set it, or empty.</param>
/// <param name="TopicTs">When, microseconds; 0 for never.</param>
/// <param name="Purpose">The purpose, at most 250 characters.</param>
/// <param name="PurposeBy">Who set it, or empty.</param>
/// <param name="PurposeTs">When, microseconds; 0 for never.</param>
/// <param name="MemberCount">How many members it has.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelInfo")]
public sealed record ChannelInfo(
    [property: Id(0)] ChannelId Id,
    [property: Id(1)] string Name,
    [property: Id(2)] bool IsPrivate,
    [property: Id(3)] bool IsGeneral,
    [property: Id(4)] bool IsArchived,
    [property: Id(5)] UserId Creator,
    [property: Id(6)] long CreatedTs,
    [property: Id(7)] string Topic,
    [property: Id(8)] string TopicBy,
    [property: Id(9)] long TopicTs,
    [property: Id(10)] string Purpose,
    [property: Id(11)] string PurposeBy,
    [property: Id(12)] long PurposeTs,
    [property: Id(13)] int MemberCount)
{
    /// <summary>Never the text: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => nameof(ChannelInfo);
}
