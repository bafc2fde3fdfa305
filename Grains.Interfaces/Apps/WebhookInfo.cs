using OrleansSocial.Grains.Interfaces.Ids;
using OrleansSocial.Grains.Interfaces.Users;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>Where an incoming webhook posts, and as whom.</summary>
/// <param name="Caller">The app's bot.</param>
/// <param name="Channel">The channel.</param>
/// <param name="SecretHash">Hex of the secret's SHA-256; the secret is the last part of the URL.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.WebhookInfo")]
public sealed record WebhookInfo([property: Id(0)] Caller Caller, [property: Id(1)] ChannelId Channel, [property: Id(2)] string SecretHash);
