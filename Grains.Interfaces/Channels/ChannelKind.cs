namespace OrleansSocial.Grains.Interfaces.Channels;

/// <summary>What sort of conversation a channel is; its id tells (see <see cref="Ids.ChannelId.Kind"/>).</summary>
public enum ChannelKind
{
    /// <summary>Everybody in the team may join.</summary>
    Public = 0,

    /// <summary>By invitation; it does not exist for others.</summary>
    Private = 1,

    /// <summary>Between two members, or of one with themselves.</summary>
    Direct = 2,

    /// <summary>Between three to nine members.</summary>
    GroupDirect = 3,
}
