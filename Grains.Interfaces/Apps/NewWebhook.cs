using OrleansSocial.Grains.Interfaces.Accounts;

namespace OrleansSocial.Grains.Interfaces.Apps;

/// <summary>The outcome of making a webhook.</summary>
/// <param name="Error">Why not, or None.</param>
/// <param name="Id">Its id.</param>
/// <param name="Secret">Its secret in clear: told once, stored only as a hash.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.NewWebhook")]
public sealed record NewWebhook([property: Id(0)] AccountError Error, [property: Id(1)] string Id, [property: Id(2)] string Secret)
{
    /// <summary>A refusal.</summary>
    public static NewWebhook Refused(AccountError error) => new(error, string.Empty, string.Empty);

    /// <inheritdoc/>
    public override string ToString() => $"NewWebhook {{ Error = {Error}, Id = {Id} }}";
}
