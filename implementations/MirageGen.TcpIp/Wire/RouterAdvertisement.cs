using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>A router advertisement (RFC 4861 section 4.2).</summary>
internal readonly ref struct RouterAdvertisement
{
    /// <summary>Octets without options.</summary>
    public const int MinOctets = 16;

    private readonly ReadOnlySpan<byte> _octets;

    private RouterAdvertisement(ReadOnlySpan<byte> octets, NdpOptions options)
    {
        _octets = octets;
        Options = options;
    }

    /// <summary>The hop limit for packets that are sent; zero for no opinion.</summary>
    public byte HopLimit => _octets[4];

    /// <summary>How long the sender is a default router; zero for not at all.</summary>
    public TimeSpan Lifetime => TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt16BigEndian(_octets[6..]));

    /// <summary>The sender's preference as a default router: 1 high, 0 medium, -1 low (RFC 4191 section 2.2).</summary>
    public int Preference => ((_octets[5] >> 3) & 3) switch
    {
        1 => 1,
        3 => -1,
        _ => 0,
    };

    /// <summary>How long a neighbour is taken for reachable; zero for no opinion.</summary>
    public TimeSpan ReachableTime => TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(_octets[8..]));

    /// <summary>The time between solicitations; zero for no opinion.</summary>
    public TimeSpan RetransmitTime => TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(_octets[12..]));

    /// <summary>The options; sound.</summary>
    public NdpOptions Options { get; }

    /// <summary>Writes a message without options, and without its checksum; what it has no opinion on is zero.</summary>
    /// <param name="octets">At least <see cref="MinOctets"/> octets.</param>
    /// <param name="hopLimit">The hop limit that hosts are to use.</param>
    /// <param name="lifetime">How long the sender is a default router; zero for not at all.</param>
    public static void Write(Span<byte> octets, byte hopLimit, TimeSpan lifetime)
    {
        octets[..MinOctets].Clear();
        var rest = ((uint)hopLimit << 24) | (ushort)lifetime.TotalSeconds;
        new IcmpHeader((byte)IcmpV6Type.RouterAdvertisement, 0, rest).Write(octets);
    }

    /// <summary>Judges a message.</summary>
    /// <param name="octets">Untrusted; the whole ICMPv6 message.</param>
    /// <param name="message">The view.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out RouterAdvertisement message)
    {
        message = default;
        if (octets.Length < MinOctets)
        {
            return WireError.Truncated;
        }

        if (octets[1] != 0)
        {
            return WireError.Value;
        }

        var error = NdpOptions.TryRead(octets[MinOctets..], out var options);
        message = new(octets[..MinOctets], options);
        return error;
    }
}
