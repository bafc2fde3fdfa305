namespace OrleansSocial.Grains.Interfaces.Writes;

/// <summary>Writes a channel's whole description: table <c>channel</c>.</summary>
/// <param name="Channel">The description after the change.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelSet")]
public sealed record ChannelSet([property: Id(0)] Channels.ChannelInfo Channel) : RowEffect;
