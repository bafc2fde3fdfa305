namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>Where an app takes what is sent to it, and the secret that signs it.</summary>
/// <param name="App">The app, with its URL if it has one.</param>
/// <param name="SigningSecret">The secret, in clear: both sides compute with it.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.AppRequestUrl")]
public sealed record AppRequestUrl([property: Id(0)] AppInfo App, [property: Id(1)] string SigningSecret)
{
    /// <summary>Never the secret: Orleans writes messages that it drops into its log by this.</summary>
    public override string ToString() => $"AppRequestUrl {{ App = {App.Id} }}";
}
