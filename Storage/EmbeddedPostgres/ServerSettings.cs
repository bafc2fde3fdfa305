using System.Globalization;
using System.Text;

namespace OrleansSocial.Storage.EmbeddedPostgres;

/// <summary>The configuration file of the embedded server, written anew at each start.</summary>
internal static class ServerSettings
{
    private const string FileName = "orleanssocial.conf";

    /// <summary>Makes a fresh data directory read our file.</summary>
    public static void Include(string dataDirectory) =>
        File.AppendAllText(Path.Combine(dataDirectory, "postgresql.conf"), $"\ninclude '{FileName}'\n");

    public static void Write(string dataDirectory, int port, EmbeddedPostgresOptions options)
    {
        var text = new StringBuilder("# Written by the host at each start; changes are lost. Your own go to postgresql.auto.conf (alter system).\n");
        foreach (var (name, value) in Of(port, options))
        {
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value}'\n");
        }

        File.WriteAllText(Path.Combine(dataDirectory, FileName), text.ToString());
    }

    private static (string Name, string Value)[] Of(int port, EmbeddedPostgresOptions options) =>
    [
        // The bundled OpenSSL is past its end of life: no TLS, and nothing but loopback.
        ("listen_addresses", "127.0.0.1"),
        ("port", port.ToString(CultureInfo.InvariantCulture)),
        ("unix_socket_directories", ""),
        ("ssl", "off"),
        ("password_encryption", "scram-sha-256"),
        ("max_connections", options.ConnectionsMax.ToString(CultureInfo.InvariantCulture)),

        // An acked post is on the disk.
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),

        // Master pairs and replication tails: two slots and workers for each direction, and room for tails.
        ("wal_level", "logical"),
        ("track_commit_timestamp", "on"),
        ("max_wal_senders", "20"),
        ("max_replication_slots", "20"),
        ("max_active_replication_origins", "20"),
        ("max_slot_wal_keep_size", "10GB"),
        ("wal_sender_timeout", "10s"),
        ("wal_receiver_timeout", "10s"),
        ("wal_retrieve_retry_interval", "500ms"),

        ("shared_buffers", string.Create(CultureInfo.InvariantCulture, $"{options.SharedBuffersMegabytes}MB")),
        ("max_wal_size", "2GB"),
        ("jit", "off"), // the binaries have no LLVM
        ("timezone", "UTC"),

        // A backend whose client is gone ends instead of holding its locks until it next writes to the socket.
        ("client_connection_check_interval", "1s"),

        // One file for each day of the week, overwritten a week later. Terse and without statements: no keys, texts or tokens.
        ("logging_collector", "on"),
        ("log_directory", "log"),
        ("log_filename", "postgresql-%u.log"),
        ("log_rotation_age", "1d"),
        ("log_rotation_size", "0"),
        ("log_truncate_on_rotation", "on"),
        ("log_timezone", "UTC"),
        ("log_line_prefix", "%m [%p] "),
        ("log_checkpoints", "off"),
        ("log_error_verbosity", "terse"),
        ("log_min_error_statement", "panic"),
    ];
}
