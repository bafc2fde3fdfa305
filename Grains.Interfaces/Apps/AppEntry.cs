namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The outcome of presenting a ticket for a socket of an app.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="App">The app.</param>
/// <param name="TokenId">The app-level token that asked for the ticket; revoking that ends the socket.</param>
/// <param name="Sockets">How many sockets the app has with this one.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppEntry")]
public sealed record AppEntry([property: Id(0)] AppEntryError Error, [property: Id(1)] AppInfo? App, [property: Id(2)] string TokenId, [property: Id(3)] int Sockets)
{
    /// <summary>A refusal.</summary>
    public static AppEntry Refused(AppEntryError error) => new(error, null, string.Empty, 0);
}
