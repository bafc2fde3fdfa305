using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Slack.SocketMode;

[OptionsValidator]
internal sealed partial class SocketModeOptionsValidator : IValidateOptions<SocketModeOptions>;
