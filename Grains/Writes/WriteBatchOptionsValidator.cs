using Microsoft.Extensions.Options;

namespace OrleansSocial.Grains.Writes;

/// <summary>Checks <see cref="WriteBatchOptions"/> at start and names every fault.</summary>
[OptionsValidator]
internal sealed partial class WriteBatchOptionsValidator : IValidateOptions<WriteBatchOptions>;
