using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway;

[OptionsValidator]
internal sealed partial class GatewayOptionsValidator : IValidateOptions<GatewayOptions>;
