using Microsoft.Extensions.Options;
using OrleansSocial.Storage.EmbeddedPostgres;

namespace OrleansSocial.Silo.Database;

[OptionsValidator]
internal sealed partial class EmbeddedPostgresOptionsValidator : IValidateOptions<EmbeddedPostgresOptions>;
