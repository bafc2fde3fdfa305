using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Outbound;

[OptionsValidator]
internal sealed partial class OutboundOptionsValidator : IValidateOptions<OutboundOptions>;
