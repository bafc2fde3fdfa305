using Microsoft.Extensions.Options;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Checks <see cref="AccountOptions"/> at start.</summary>
[OptionsValidator]
internal sealed partial class AccountOptionsValidator : IValidateOptions<AccountOptions>;
