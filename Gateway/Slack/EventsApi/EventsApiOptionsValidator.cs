using Microsoft.Extensions.Options;

namespace OrleansSocial.Gateway.Slack.EventsApi;

[OptionsValidator]
internal sealed partial class EventsApiOptionsValidator : IValidateOptions<EventsApiOptions>;
