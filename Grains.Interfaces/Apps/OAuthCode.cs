namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The outcome of authorizing an app.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Code">The code in clear: told once, stored only as a hash.</param>
/// <param name="RedirectUri">Where to send it, or null when the app has no such place.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.OAuthCode")]
public sealed record OAuthCode([property: Id(0)] OAuthError Error, [property: Id(1)] string? Code, [property: Id(2)] string? RedirectUri)
{
    /// <summary>A refusal.</summary>
    public static OAuthCode Refused(OAuthError error) => new(error, null, null);

    /// <inheritdoc/>
    public override string ToString() => $"OAuthCode {{ Error = {Error} }}";
}
