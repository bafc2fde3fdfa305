using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using OrleansSocial.Grains.Interfaces.Channels;

namespace OrleansSocial.Grains.Interfaces.Ids;

/// <summary>
/// A channel: <c>C</c>, <c>G</c> or <c>D</c> and base-36 digits, unique in the cluster. The id tells the kind, so that whoever
/// encodes an event needs nothing else: C is public, D direct, G private (Slack's older ids), and a longer G a group of members.
/// </summary>
/// <param name="Value">The id as it goes over the wire.</param>
[GenerateSerializer, Immutable, Alias("orleanssocial.ChannelId")]
public readonly record struct ChannelId([property: Id(0)] string Value)
{
    /// <summary>Digits behind the letter of a conversation that its members name: 77 bits of their hash.</summary>
    private const int DirectDigits = 15;

    /// <summary>Gets what sort of conversation it is.</summary>
    public ChannelKind Kind => Value switch
    {
        ['D', ..] => ChannelKind.Direct,
        ['G', ..] when Value.Length == DirectDigits + 1 => ChannelKind.GroupDirect,
        ['G', ..] => ChannelKind.Private,
        _ => ChannelKind.Public,
    };

    /// <summary>Gets whether its members name it: the same members have one such conversation, and it has no others.</summary>
    public bool IsDirect => Kind is ChannelKind.Direct or ChannelKind.GroupDirect;

    /// <summary>Makes a new random id of a public or private channel.</summary>
    public static ChannelId New(bool isPrivate) => new(WireId.Random(isPrivate ? 'G' : 'C'));

    /// <summary>Names the conversation of some members: whoever opens it, in whatever order, gets the same id.</summary>
    /// <param name="team">Their team.</param>
    /// <param name="members">All of them; repeats do not matter.</param>
    public static ChannelId OfMembers(TeamId team, IEnumerable<UserId> members)
    {
        List<string> ids = [.. members.Select(m => m.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes($"{team.Value} {string.Join(' ', ids)}"));
        var number = new UInt128(BitConverter.ToUInt64(hash, 0), BitConverter.ToUInt64(hash, sizeof(ulong)));
        Span<char> text = stackalloc char[DirectDigits + 1];
        text[0] = ids.Count > 2 ? 'G' : 'D';
        for (var i = 1; i < text.Length; i++)
        {
            text[i] = Base36.Digits[(int)(number % 36)];
            number /= 36;
        }

        return new ChannelId(new string(text));
    }

    /// <summary>Reads an id from the wire.</summary>
    /// <param name="text">The text.</param>
    /// <param name="id">The id when it is well formed.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, out ChannelId id)
    {
        var valid = WireId.IsValid(text, "CGD");
        id = valid ? new ChannelId(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
