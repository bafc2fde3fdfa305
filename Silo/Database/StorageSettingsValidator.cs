using Microsoft.Extensions.Options;

namespace OrleansSocial.Silo.Database;

[OptionsValidator]
internal sealed partial class StorageSettingsValidator : IValidateOptions<StorageSettings>;
