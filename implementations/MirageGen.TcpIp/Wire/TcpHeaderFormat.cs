using System.Buffers.Binary;

namespace MirageGen.TcpIp.Wire;

/// <summary>The header of a segment as octets (RFC 9293 section 3.1).</summary>
internal static class TcpHeaderFormat
{
    /// <summary>How many octets <see cref="Write"/> writes: where the payload begins.</summary>
    public static int Length(in TcpHeader header) =>
        TcpSegmentView.LeastHeaderOctets + TcpOptionsFormat.Length(header.Options);

    /// <summary>Writes a header, with nothing for its checksum.</summary>
    /// <param name="destination">At least <see cref="Length"/> octets.</param>
    /// <param name="header">What to say.</param>
    /// <returns>Octets written.</returns>
    public static int Write(Span<byte> destination, in TcpHeader header)
    {
        var options = TcpOptionsFormat.Write(destination[TcpSegmentView.LeastHeaderOctets..], header.Options);
        var octets = TcpSegmentView.LeastHeaderOctets + options;
        BinaryPrimitives.WriteUInt16BigEndian(destination, header.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], header.DestinationPort);
        BinaryPrimitives.WriteUInt32BigEndian(destination[4..], header.Sequence.Value);
        BinaryPrimitives.WriteUInt32BigEndian(destination[8..], header.Acknowledgment.Value);
        destination[12] = (byte)(octets / sizeof(uint) << 4);
        destination[13] = (byte)header.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(destination[14..], header.Window);
        BinaryPrimitives.WriteUInt16BigEndian(destination[TcpSegmentView.ChecksumOffset..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(destination[18..], header.UrgentPointer);
        return octets;
    }

    /// <summary>Writes the checksum into a header that has been written.</summary>
    /// <param name="segment">The header and what belongs to it.</param>
    /// <param name="checksum">The checksum, or for a device that completes it the pseudo-header's sum.</param>
    public static void WriteChecksum(Span<byte> segment, ushort checksum) =>
        BinaryPrimitives.WriteUInt16BigEndian(segment[TcpSegmentView.ChecksumOffset..], checksum);
}
