using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>Where a response URL answers, and as whom.</summary>
/// <param name="Caller">The app's bot.</param>
/// <param name="Channel">The channel of the request.</param>
/// <param name="User">Who made it.</param>
/// <param name="MessageTs">The message whose button was clicked, or null.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ResponseTarget")]
public sealed record ResponseTarget(
    [property: Id(0)] Caller Caller, [property: Id(1)] ChannelId Channel, [property: Id(2)] UserId User, [property: Id(3)] long? MessageTs);
