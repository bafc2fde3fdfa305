using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Sessions;

[OptionsValidator]
internal sealed partial class RtmOptionsValidator : IValidateOptions<RtmOptions>;
