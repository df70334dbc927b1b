using System.Buffers.Binary;

namespace MirageGen.TcpIp.Tcp;

/// <summary>What tells one connection from another: its two ends.</summary>
/// <param name="Local">This end.</param>
/// <param name="Remote">The peer's end.</param>
internal readonly record struct ConnectionKey(IpEndpoint Local, IpEndpoint Remote)
{
    /// <summary>The most octets that <see cref="CopyTo(Span{byte})"/> writes: two IPv6 addresses, a zone and two ports.</summary>
    public const int MostOctets = (2 * IPv6Address.OctetCount) + sizeof(uint) + (2 * sizeof(ushort));

    /// <summary>Writes it as octets, of which no other key has the same.</summary>
    /// <param name="destination">At least <see cref="MostOctets"/> octets.</param>
    /// <returns>Octets written.</returns>
    public int CopyTo(Span<byte> destination)
    {
        var at = CopyTo(Local.Address, destination);
        at += CopyTo(Remote.Address, destination[at..]);
        if (Local.Address.IsV6)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(destination[at..], Local.Address.Zone);
            at += sizeof(uint);
        }

        BinaryPrimitives.WriteUInt16LittleEndian(destination[at..], (ushort)Local.Port);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[(at + sizeof(ushort))..], (ushort)Remote.Port);
        return at + (2 * sizeof(ushort));
    }

    private static int CopyTo(IpAddress address, Span<byte> destination)
    {
        if (address.IsV4)
        {
            address.V4.CopyTo(destination);
            return IPv4Address.OctetCount;
        }

        address.V6.CopyTo(destination);
        return IPv6Address.OctetCount;
    }
}
