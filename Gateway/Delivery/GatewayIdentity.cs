using System.Security.Cryptography;

namespace OrleansSocial.Gateway.Delivery;

/// <summary>This gateway's id: new at every start, so that a restarted gateway is a new stream and a new owner of sessions.</summary>
internal sealed class GatewayIdentity
{
    private const string Digits = "0123456789abcdefghijklmnopqrstuvwxyz";
    private const int Length = 16;

    /// <summary>Gets the id.</summary>
    public string Id { get; } = "g-" + RandomNumberGenerator.GetString(Digits, Length);
}
