using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>How the embedded PostgreSQL server is started and watched.</summary>
public sealed class EmbeddedPostgresOptions
{
    /// <summary>Gets or sets how many connections the server accepts. Default: 200.</summary>
    [Range(20, 1000)]
    public int ConnectionsMax { get; set; } = 200;

    /// <summary>Gets or sets the shared buffers in MB. Default: 256.</summary>
    [Range(16, 65536)]
    public int SharedBuffersMegabytes { get; set; } = 256;

    /// <summary>Gets or sets the longest wait until the server accepts connections, recovery after a crash included. Default: 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "01:00:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Gets or sets the longest wait for a clean stop; then the server is killed, and its next start recovers. Default: 3 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets or sets whether a server that died is started again. Default: true.</summary>
    public bool Restart { get; set; } = true;

    /// <summary>Gets or sets the pause before a server that died is started again; it doubles, up to 5 seconds, while starts fail. Default: 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RestartDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Gets or sets whether root may run the server in a user namespace of its own; a test turns it off to take the second way.</summary>
    internal bool UserNamespaceAllowed { get; set; } = true;
}
