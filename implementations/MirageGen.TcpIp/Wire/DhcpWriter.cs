using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>Writes a DHCP message: its fixed part, then options one by one, then its end.</summary>
internal ref struct DhcpWriter
{
    /// <summary>Room that is enough for every message written here.</summary>
    public const int MostOctets = 548;

    private readonly Span<byte> _octets;
    private int _length;

    /// <summary>Begins a message; what is not set by the properties is zero.</summary>
    /// <param name="octets">Room for <see cref="MostOctets"/>.</param>
    /// <param name="op">Who sends it.</param>
    /// <param name="type">What it is.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="station">The client's hardware address.</param>
    public DhcpWriter(Span<byte> octets, byte op, DhcpMessageType type, uint transaction, MacAddress station)
    {
        _octets = octets[..MostOctets];
        _octets.Clear();
        _octets[0] = op;
        _octets[1] = 1;
        _octets[2] = MacAddress.OctetCount;
        BinaryPrimitives.WriteUInt32BigEndian(_octets[4..], transaction);
        station.CopyTo(_octets[28..]);
        BinaryPrimitives.WriteUInt32BigEndian(_octets[(DhcpMessage.FixedOctets - 4)..], DhcpMessage.Cookie);
        _length = DhcpMessage.FixedOctets;
        Add(DhcpOption.MessageType, [(byte)type]);
    }

    /// <summary>How long the client has been trying, in seconds.</summary>
    public readonly ushort Seconds
    {
        set => BinaryPrimitives.WriteUInt16BigEndian(_octets[8..], value);
    }

    /// <summary>How the client wants to be answered.</summary>
    public readonly ushort Flags
    {
        set => BinaryPrimitives.WriteUInt16BigEndian(_octets[10..], value);
    }

    /// <summary>The client's address.</summary>
    public readonly IPv4Address ClientAddress
    {
        set => value.CopyTo(_octets[12..]);
    }

    /// <summary>The address that is offered or given.</summary>
    public readonly IPv4Address YourAddress
    {
        set => value.CopyTo(_octets[16..]);
    }

    /// <summary>The relay that passed the client's message on.</summary>
    public readonly IPv4Address RelayAddress
    {
        set => value.CopyTo(_octets[24..]);
    }

    /// <summary>Adds an option.</summary>
    /// <param name="code">Which.</param>
    /// <param name="content">What it holds: at most 255 octets, and within the room that is left.</param>
    public void Add(DhcpOption code, scoped ReadOnlySpan<byte> content)
    {
        _octets[_length] = (byte)code;
        _octets[_length + 1] = checked((byte)content.Length);
        content.CopyTo(_octets[(_length + 2)..]);
        _length += 2 + content.Length;
    }

    /// <summary>Adds an option with an address.</summary>
    public void Add(DhcpOption code, IPv4Address address) => Add(code, address.Value);

    /// <summary>Adds an option of four octets.</summary>
    public void Add(DhcpOption code, uint number)
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        Add(code, octets);
    }

    /// <summary>Ends the message.</summary>
    /// <returns>Its length.</returns>
    public readonly int End()
    {
        _octets[_length] = (byte)DhcpOption.End;
        return Math.Max(_length + 1, DhcpMessage.MinOctets);
    }
}
