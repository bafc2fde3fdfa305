using System.ComponentModel.DataAnnotations;

namespace OrleansSocial.Gateway.Outbound;

/// <summary>
/// Which URLs of others a gateway may call, such as an app's request URL: section <c>OrleansSocial:Outbound</c>. Nothing by default. An entry is
/// <c>[http://]host[:port]</c>: https unless it says http, the scheme's port unless it names one, <c>:*</c> for any.
/// </summary>
public sealed class OutboundOptions
{
    /// <summary>The section below <c>OrleansSocial</c>.</summary>
    public const string Section = "Outbound";

    /// <summary>The most entries of a list.</summary>
    public const int EntriesMax = 1_000;

    /// <summary>Gets or sets hosts on the internet; <c>*.example.org</c> is every host below it. One that resolves to a private, local or special address is not called. Default none.</summary>
    [MaxLength(EntriesMax)]
    public string[] Hosts { get; set; } = [];

    /// <summary>Gets or sets hosts and addresses inside, without <c>*</c>: they are called whatever address they resolve to. Default none; <c>http://127.0.0.1:*</c> lets admins reach every service of this machine.</summary>
    [MaxLength(EntriesMax)]
    public string[] InternalHosts { get; set; } = [];

    /// <summary>Gets or sets how long a call may take, from the look-up of the name to the end of the answer. Default 3 s, as Slack's.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan CallTimeMax { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Gets or sets the longest answer that is read, bytes. Default 64 KiB.</summary>
    [Range(1, 1_048_576)]
    public int AnswerBytesMax { get; set; } = 64 * 1024;
}
