using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>The prefix information option of a router advertisement (RFC 4861 section 4.6.2).</summary>
/// <param name="Prefix">The prefix, with whatever the router sent behind it.</param>
/// <param name="Length">Bits that count.</param>
/// <param name="IsOnLink">Addresses of the prefix are neighbours.</param>
/// <param name="IsAutonomous">Addresses may be made from it (RFC 4862).</param>
/// <param name="ValidSeconds">How long an address lasts; all ones for ever.</param>
/// <param name="PreferredSeconds">How long it is used for new communication; all ones for ever.</param>
internal readonly record struct PrefixInformation(
    IPv6Address Prefix, byte Length, bool IsOnLink, bool IsAutonomous, uint ValidSeconds, uint PreferredSeconds)
{
    /// <summary>Octets of the option with its type and length.</summary>
    public const int Octets = 32;

    private const int ContentOctets = 30;
    private const byte OnLinkFlag = 0x80;
    private const byte AutonomousFlag = 0x40;

    /// <summary>Writes the option with its type and length.</summary>
    /// <param name="octets">At least <see cref="Octets"/> octets.</param>
    public void Write(Span<byte> octets)
    {
        octets[..Octets].Clear();
        octets[0] = (byte)NdpOptionType.PrefixInformation;
        octets[1] = Octets / 8;
        octets[2] = Length;
        octets[3] = (byte)((IsOnLink ? OnLinkFlag : 0) | (IsAutonomous ? AutonomousFlag : 0));
        BinaryPrimitives.WriteUInt32BigEndian(octets[4..], ValidSeconds);
        BinaryPrimitives.WriteUInt32BigEndian(octets[8..], PreferredSeconds);
        Prefix.CopyTo(octets[16..]);
    }

    /// <summary>Reads an option.</summary>
    /// <param name="content">Untrusted; the option behind its type and length.</param>
    /// <param name="information">What it says.</param>
    public static WireError TryRead(ReadOnlySpan<byte> content, out PrefixInformation information)
    {
        information = default;
        if (content.Length < ContentOctets)
        {
            return WireError.Truncated;
        }

        information = new(
            new(content[14..ContentOctets]),
            content[0],
            (content[1] & OnLinkFlag) != 0,
            (content[1] & AutonomousFlag) != 0,
            BinaryPrimitives.ReadUInt32BigEndian(content[2..]),
            BinaryPrimitives.ReadUInt32BigEndian(content[6..]));
        return information.Length > 128 ? WireError.Value : WireError.None;
    }
}
