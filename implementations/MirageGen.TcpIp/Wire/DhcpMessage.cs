using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>
/// Borrowed view of a DHCP message (RFC 2131 section 2). Where there was no room for all options, the fields of the boot
/// file and of the server's name hold more of them (RFC 2132 section 9.3); an option in several parts is joined (RFC 3396).
/// </summary>
internal readonly ref struct DhcpMessage
{
    /// <summary>The port that servers listen on.</summary>
    public const ushort ServerPort = 67;

    /// <summary>The port that clients listen on.</summary>
    public const ushort ClientPort = 68;

    /// <summary>Octets in front of the options.</summary>
    public const int FixedOctets = 240;

    /// <summary>The least octets a message is sent with, for relays that know BOOTP only (RFC 1542 section 2.1).</summary>
    public const int MinOctets = 300;

    /// <summary>Op of a client's message.</summary>
    public const byte FromClient = 1;

    /// <summary>Op of a server's message.</summary>
    public const byte FromServer = 2;

    /// <summary>The flag by which a client asks to be answered by broadcast.</summary>
    public const ushort BroadcastFlag = 0x8000;

    /// <summary>What stands in front of the options.</summary>
    public const uint Cookie = 0x6382_5363;

    private const int ServerNameOffset = 44;
    private const int BootFileOffset = 108;
    private const int BootFileEnd = 236;
    private const byte BootFileHoldsOptions = 1;
    private const byte ServerNameHoldsOptions = 2;

    /// <summary>Where options can be: in their own field, in that of the boot file, in that of the server's name.</summary>
    private const int Areas = 3;

    private readonly ReadOnlySpan<byte> _octets;
    private readonly byte _overload;

    private DhcpMessage(ReadOnlySpan<byte> octets)
    {
        _octets = octets;
        var rest = octets[FixedOctets..];
        _overload = TryNext(ref rest, DhcpOption.Overload, out var content) && content.Length >= 1 ? content[0] : (byte)0;
    }

    /// <summary><see cref="FromClient"/> or <see cref="FromServer"/>.</summary>
    public byte Op => _octets[0];

    /// <summary>The transaction.</summary>
    public uint Transaction => BinaryPrimitives.ReadUInt32BigEndian(_octets[4..]);

    /// <summary>Whether the client asks to be answered by broadcast.</summary>
    public ushort Flags => BinaryPrimitives.ReadUInt16BigEndian(_octets[10..]);

    /// <summary>The client's address, when it has one.</summary>
    public IPv4Address ClientAddress => new(_octets[12..]);

    /// <summary>The address that is offered or given.</summary>
    public IPv4Address YourAddress => new(_octets[16..]);

    /// <summary>The relay that passed the message on; 0.0.0.0 for none.</summary>
    public IPv4Address RelayAddress => new(_octets[24..]);

    /// <summary>The client's hardware address.</summary>
    public MacAddress ClientStation => new(_octets.Slice(28, MacAddress.OctetCount));

    /// <summary>What the message is.</summary>
    public DhcpMessageType Type => (DhcpMessageType)Octet(DhcpOption.MessageType);

    /// <summary>Judges a message: its length, its cookie, its hardware type, and that its options do not run over its end.</summary>
    /// <param name="octets">Untrusted; the payload of a datagram.</param>
    /// <param name="message">The view.</param>
    public static WireError TryRead(ReadOnlySpan<byte> octets, out DhcpMessage message)
    {
        message = default;
        if (octets.Length < FixedOctets)
        {
            return WireError.Truncated;
        }

        if (octets[0] is not (FromClient or FromServer)
            || octets[1] != 1
            || octets[2] != MacAddress.OctetCount
            || BinaryPrimitives.ReadUInt32BigEndian(octets[(FixedOctets - 4)..]) != Cookie)
        {
            return WireError.Value;
        }

        if (!AreSound(octets[FixedOctets..]))
        {
            return WireError.Option;
        }

        var view = new DhcpMessage(octets);
        if (!AreSound(view.Area(1)) || !AreSound(view.Area(2)))
        {
            return WireError.Option;
        }

        message = view;
        return WireError.None;
    }

    /// <summary>Finds the first part of an option.</summary>
    /// <param name="code">Which.</param>
    /// <param name="content">What it holds.</param>
    public bool TryFind(DhcpOption code, out ReadOnlySpan<byte> content)
    {
        for (var area = 0; area < Areas; area++)
        {
            var rest = Area(area);
            if (TryNext(ref rest, code, out content))
            {
                return true;
            }
        }

        content = default;
        return false;
    }

    /// <summary>Joins all parts of an option (RFC 3396 section 7).</summary>
    /// <param name="code">Which.</param>
    /// <param name="room">Where to write it.</param>
    /// <returns>Octets written; what the room does not hold is left out.</returns>
    public int Join(DhcpOption code, Span<byte> room)
    {
        var written = 0;
        for (var area = 0; area < Areas; area++)
        {
            var rest = Area(area);
            while (TryNext(ref rest, code, out var part) && written < room.Length)
            {
                part = part[..Math.Min(part.Length, room.Length - written)];
                part.CopyTo(room[written..]);
                written += part.Length;
            }
        }

        return written;
    }

    /// <summary>An option of one octet; zero when there is none.</summary>
    public byte Octet(DhcpOption code) => TryFind(code, out var content) && content.Length >= 1 ? content[0] : (byte)0;

    /// <summary>An option of two octets; zero when there is none.</summary>
    public ushort Number16(DhcpOption code) =>
        TryFind(code, out var content) && content.Length >= sizeof(ushort) ? BinaryPrimitives.ReadUInt16BigEndian(content) : (ushort)0;

    /// <summary>An option of four octets; null when there is none.</summary>
    public uint? Number(DhcpOption code) =>
        TryFind(code, out var content) && content.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(content) : null;

    /// <summary>An option with an address; 0.0.0.0 when there is none.</summary>
    public IPv4Address Address(DhcpOption code) => new(Number(code) ?? 0);

    /// <summary>Whether no option runs over the end.</summary>
    private static bool AreSound(ReadOnlySpan<byte> options)
    {
        while (options.Length > 0 && options[0] != (byte)DhcpOption.End)
        {
            var octets = options[0] == (byte)DhcpOption.Pad ? 1 : options.Length < 2 ? int.MaxValue : 2 + options[1];
            if (octets > options.Length)
            {
                return false;
            }

            options = options[octets..];
        }

        return true;
    }

    /// <summary>Where options are, in the order in which they are read (RFC 3396 section 5); empty when there are none.</summary>
    private ReadOnlySpan<byte> Area(int index) => index switch
    {
        0 => _octets[FixedOctets..],
        1 when (_overload & BootFileHoldsOptions) != 0 => _octets[BootFileOffset..BootFileEnd],
        2 when (_overload & ServerNameHoldsOptions) != 0 => _octets[ServerNameOffset..BootFileOffset],
        _ => default,
    };

    private static bool TryNext(scoped ref ReadOnlySpan<byte> rest, DhcpOption code, out ReadOnlySpan<byte> content)
    {
        while (rest.Length > 0 && rest[0] != (byte)DhcpOption.End)
        {
            if (rest[0] == (byte)DhcpOption.Pad)
            {
                rest = rest[1..];
                continue;
            }

            var found = rest[0] == (byte)code;
            content = rest.Slice(2, rest[1]);
            rest = rest[(2 + content.Length)..];
            if (found)
            {
                return true;
            }
        }

        content = default;
        return false;
    }
}
