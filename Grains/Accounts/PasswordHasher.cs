using Microsoft.Extensions.Options;

namespace OrleansSocial.Grains.Accounts;

/// <summary>Hashes and checks passwords by bcrypt, on pool threads, a bounded number at a time: they are slow on purpose.</summary>
internal sealed class PasswordHasher : IDisposable
{
    private readonly AccountOptions _options;
    private readonly SemaphoreSlim _running = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly string _nobody;
    private int _waiting;

    /// <summary>Initializes the hasher.</summary>
    public PasswordHasher(IOptions<AccountOptions> options)
    {
        _options = options.Value;
        _nobody = BCrypt.Net.BCrypt.HashPassword("nobody has this password", _options.BcryptCost);
    }

    /// <summary>Hashes a password; null when too many wait.</summary>
    public Task<string?> Hash(string password) => Run(() => BCrypt.Net.BCrypt.HashPassword(password, _options.BcryptCost));

    /// <summary>Checks a password; null when too many wait. Without a hash it takes as long and fails, so that time does not tell who has an account.</summary>
    public async Task<bool?> Verify(string password, string? hash)
    {
        var result = await Run(() => BCrypt.Net.BCrypt.Verify(password, hash ?? _nobody) ? "yes" : "no");
        return result is null ? null : hash is not null && result == "yes";
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    private async Task<string?> Run(Func<string> work)
    {
        if (Interlocked.Increment(ref _waiting) > _options.PasswordQueueMax)
        {
            Interlocked.Decrement(ref _waiting);
            return null;
        }

        try
        {
            await _running.WaitAsync();
            try
            {
                return await Task.Run(work);
            }
            finally
            {
                _running.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
