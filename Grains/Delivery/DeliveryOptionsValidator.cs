using Microsoft.Extensions.Options;

namespace OrleansSocial.Grains.Delivery;

[OptionsValidator]
internal sealed partial class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>;
