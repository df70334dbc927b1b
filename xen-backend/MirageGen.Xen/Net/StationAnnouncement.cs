using System.Buffers.Binary;

namespace MirageGen.Xen.Net;

/// <summary>
/// A frame that tells switches where a station is now, whatever protocols it speaks: to everyone, a request of the Reverse Address
/// Resolution Protocol (RFC 903) about its own hardware address, which asks for an answer of nobody who serves no such addresses. QEMU
/// sends the same for guests that it has moved.
/// </summary>
internal static class StationAnnouncement
{
    /// <summary>The least that a frame has, without its checksum.</summary>
    public const int Octets = 60;

    private const int TypeOffset = 2 * MacAddress.OctetCount;
    private const int HeaderOctets = TypeOffset + sizeof(ushort);
    private const int SenderOffset = HeaderOctets + 8;
    private const int TargetOffset = SenderOffset + MacAddress.OctetCount + ProtocolOctets;

    private const ushort Rarp = 0x8035;
    private const ushort Ethernet = 1;
    private const ushort IPv4 = 0x0800;
    private const ushort RequestReverse = 3;
    private const int ProtocolOctets = 4;

    /// <summary>Writes it.</summary>
    /// <param name="frame">At least <see cref="Octets"/> octets.</param>
    /// <param name="station">The station's address.</param>
    public static void Write(Span<byte> frame, MacAddress station)
    {
        frame[..Octets].Clear();
        MacAddress.Broadcast.CopyTo(frame);
        station.CopyTo(frame[MacAddress.OctetCount..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[TypeOffset..], Rarp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[HeaderOctets..], Ethernet);
        BinaryPrimitives.WriteUInt16BigEndian(frame[(HeaderOctets + 2)..], IPv4);
        frame[HeaderOctets + 4] = MacAddress.OctetCount;
        frame[HeaderOctets + 5] = ProtocolOctets;
        BinaryPrimitives.WriteUInt16BigEndian(frame[(HeaderOctets + 6)..], RequestReverse);
        station.CopyTo(frame[SenderOffset..]);
        station.CopyTo(frame[TargetOffset..]);
    }
}
