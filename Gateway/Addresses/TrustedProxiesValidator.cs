using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Addresses;

/// <summary>What no attribute says: each proxy is an address or a network.</summary>
internal sealed class TrustedProxiesValidator : IValidateOptions<GatewayOptions>
{
    public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
        options.TrustedProxies.FirstOrDefault(p => TrustedProxies.Parse(p) is null) is { } wrong
            ? ValidateOptionsResult.Fail($"OrleansSocial:Gateway:TrustedProxies: \"{wrong}\" is no address and no network such as 10.0.0.0/24 (an IPv4 address has four numbers and no ::ffff: before them; a network has zeros after its length).")
            : ValidateOptionsResult.Success;
}
