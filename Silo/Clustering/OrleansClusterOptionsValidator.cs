using Microsoft.Extensions.Options;

namespace OrleansSocial.Silo.Clustering;

[OptionsValidator]
internal sealed partial class OrleansClusterOptionsValidator : IValidateOptions<OrleansClusterOptions>;
