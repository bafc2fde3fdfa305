namespace OrleansSocial.Gateway.Sessions;

/// <summary>Who has sockets at this gateway: told of revoked tokens, and of the gateway's end.</summary>
internal interface ISocketHolder
{
    /// <summary>Gets how many are open.</summary>
    int Count { get; }

    /// <summary>Closes the sockets of a token.</summary>
    void OnRevoked(string tokenId);

    /// <summary>Has all of them go elsewhere.</summary>
    void CloseAll();
}
