using System.Text.Json;
using OrleansSocial.Gateway.Addresses;
using OrleansSocial.Gateway.Delivery;
using OrleansSocial.Grains.Interfaces.Channels;
using OrleansSocial.Grains.Interfaces.Delivery;
using OrleansSocial.Grains.Interfaces.Ids;

namespace OrleansSocial.Gateway.Slack.Rtm;

/// <summary>Encodes events as RTM frames (Slack: the real-time messaging API).</summary>
/// <param name="urls">What URLs in frames begin with.</param>
internal sealed class RtmEventEncoder(BaseUrls urls) : IEventEncoder
{
    /// <inheritdoc/>
    public EncodedEvent Encode(ChannelEvent e)
    {
        switch (e.Kind)
        {
            case EventKind.Message or EventKind.MeMessage when e.Thread is { } thread && e.ThreadTs != e.EventTs:
                return new EncodedEvent([ChannelFrames.Message(e), ThreadFrames.Replied(e, thread)]);
            case EventKind.Message or EventKind.MeMessage or EventKind.Topic or EventKind.Purpose:
                return One(ChannelFrames.Message(e));
            case EventKind.Rename:
                return IsPrivate(e) ? new EncodedEvent([ChannelFrames.Message(e), ChannelFrames.Renamed(e)]) : One(ChannelFrames.Message(e));
            case EventKind.Archive or EventKind.Unarchive:
                return IsPrivate(e) ? new EncodedEvent([ChannelFrames.Message(e), ChannelFrames.Archived(e)]) : One(ChannelFrames.Message(e));
            case EventKind.Join:
                return new EncodedEvent([ChannelFrames.Message(e), WithExtras(e, x => ChannelFrames.Joined(e, x))]);
            case EventKind.Leave or EventKind.Kick:
                return new EncodedEvent([ChannelFrames.Message(e), WithExtras(e, x => ChannelFrames.Left(e, x))]);
            case EventKind.Edited:
                return One(WithExtras(e, x => ChannelFrames.Changed(e, x)));
            case EventKind.Deleted when e.Replies is { } replies:
                return One(WithExtras(e, x => ChannelFrames.Tombstoned(e, replies, x)));
            case EventKind.Deleted:
                return One(WithExtras(e, x => ChannelFrames.Deleted(e, x)));
            case EventKind.ReactionAdded or EventKind.ReactionRemoved:
                return One(WithExtras(e, x => ChannelFrames.Reaction(e, x)));
            case EventKind.PinAdded or EventKind.PinRemoved:
                return One(WithExtras(e, x => PinFrames.Of(e, x)));
            case EventKind.TeamMemberJoined or EventKind.TeamMemberChanged:
                return TeamFrames.Member(e, urls.OfFrames);
            case EventKind.ChannelCreated:
                return WithExtras(e, x => TeamFrames.ChannelCreated(e, x));
            case EventKind.ChannelRenamed:
                return WithExtras(e, x => TeamFrames.ChannelRenamed(e, x));
            case EventKind.ChannelArchived or EventKind.ChannelUnarchived:
                return WithExtras(e, x => TeamFrames.ChannelArchived(e, x));
            case EventKind.ConversationOpened or EventKind.ConversationClosed:
                return One(WithExtras(e, x => TeamFrames.OwnSight(e, x)));
            case EventKind.AddedToChannel:
                return new EncodedEvent(WithExtras(e, x => TeamFrames.Added(e, x)));
            case EventKind.RemovedFromChannel:
                return One(WithExtras(e, x => TeamFrames.OwnMembership(e, x)));
            case EventKind.ChannelMarked:
                return One(WithExtras(e, x => TeamFrames.Marked(e, x)));
            case EventKind.EmojiAdded or EventKind.EmojiRemoved:
                return One(WithExtras(e, x => TeamFrames.EmojiChanged(e, x)));
            case EventKind.UserGroupCreated or EventKind.UserGroupChanged:
                return WithExtras(e, x => TeamFrames.GroupChanged(e, x));
            case EventKind.EphemeralPosted:
                return One(WithExtras(e, x => ChannelFrames.Ephemeral(e, x)));
            case EventKind.PrefChanged:
                return One(WithExtras(e, x => SettingFrames.PrefChanged(e, x)));
            case EventKind.SnoozeChanged:
                return WithExtras(e, x => SettingFrames.SnoozeChanged(e, x));
            case EventKind.AwaySet or EventKind.AwayEnded:
                return One(SettingFrames.Away(e));
            case EventKind.ThreadFollowed or EventKind.ThreadUnfollowed or EventKind.ThreadMarked:
                return One(WithExtras(e, x => ThreadFrames.Followed(e, x)));
            default:
                return EncodedEvent.Nothing;
        }
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Encode(ChainSignal signal) => signal.Kind switch
    {
        SignalKind.Typing => SignalFrames.Typing(signal),
        SignalKind.ManualAway or SignalKind.ManualAuto => SignalFrames.Manual(signal),
        _ => default,
    };

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> EncodePresence(IReadOnlyList<string> users, bool isActive) => SignalFrames.Presence(users, isActive);

    private static bool IsPrivate(ChannelEvent e) => new ChannelId(e.Chain.Id).Kind == ChannelKind.Private;

    private static EncodedEvent One(ReadOnlyMemory<byte> frame) => new([frame]);

    private static T WithExtras<T>(ChannelEvent e, Func<JsonElement, T> encode)
    {
        using var extras = JsonDocument.Parse(e.Extras ?? "{}");
        return encode(extras.RootElement);
    }
}
