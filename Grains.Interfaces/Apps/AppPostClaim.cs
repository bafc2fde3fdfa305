namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The right to post an app's events to its request URL.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Feed">From where on.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppPostClaim")]
public sealed record AppPostClaim([property: Id(0)] AppRequestUrl Target, [property: Id(1)] AppFeedClaim Feed);
