using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.RateLimits;

[OptionsValidator]
internal sealed partial class RateLimitOptionsValidator : IValidateOptions<RateLimitOptions>;
