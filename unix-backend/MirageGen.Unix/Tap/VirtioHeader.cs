using System.Buffers.Binary;

namespace MirageGen.Unix.Tap;

/// <summary>
/// struct virtio_net_hdr, which travels in front of each frame and says what is left to do with it (OASIS Virtual I/O
/// Device 1.2, section 5.1.6). In the host's octet order, as the kernel has it unless told otherwise; every host that
/// .NET's native compiler knows is little-endian.
/// </summary>
internal static class VirtioHeader
{
    /// <summary>Its length without the count of merged buffers, which a TAP interface does not need.</summary>
    public const int Octets = 10;

    private const int FlagsOffset = 0;
    private const int SegmentationOffset = 1;
    private const int HeaderOctetsOffset = 2;
    private const int SegmentOctetsOffset = 4;
    private const int ChecksumStartOffset = 6;
    private const int ChecksumOffsetOffset = 8;

    private const byte NeedsChecksum = 1;
    private const byte ChecksumIsValid = 2;

    private const byte NoSegmentation = 0;
    private const byte TcpV4 = 1;
    private const byte TcpV6 = 4;
    private const byte WithEcn = 0x80;

    // The octet of a TCP header that holds CWR, and its bit (RFC 3168 section 6.1.2).
    private const int TcpFlagsOffset = 13;
    private const byte CongestionWindowReduced = 0x80;

    /// <summary>What the kernel says about a frame that it handed over.</summary>
    /// <returns>False when it is segmented in a way that nobody asked for.</returns>
    public static bool TryRead(ReadOnlySpan<byte> header, out ReceiveFacts facts)
    {
        var flags = header[FlagsOffset];
        var checksum = (flags & NeedsChecksum) != 0 ? ReceiveChecksum.Partial
            : (flags & ChecksumIsValid) != 0 ? ReceiveChecksum.Verified
            : ReceiveChecksum.Unchecked;
        var segmentation = header[SegmentationOffset] & ~WithEcn;
        facts = new(
            checksum,
            segmentation == NoSegmentation ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(header[SegmentOctetsOffset..]));
        return segmentation is NoSegmentation or TcpV4 or TcpV6;
    }

    /// <summary>Says what the kernel is to do with a frame.</summary>
    /// <param name="header">Filled completely.</param>
    /// <param name="offload">What is to be done.</param>
    /// <param name="frame">The frame.</param>
    public static void Write(Span<byte> header, in TransmitOffload offload, ReadOnlySpan<byte> frame)
    {
        header[..Octets].Clear();
        if (offload.ChecksumOffset != 0)
        {
            header[FlagsOffset] = NeedsChecksum;
            BinaryPrimitives.WriteUInt16LittleEndian(header[ChecksumStartOffset..], offload.ChecksumStart);
            BinaryPrimitives.WriteUInt16LittleEndian(header[ChecksumOffsetOffset..], offload.ChecksumOffset);
        }

        if (offload.Segmentation != Segmentation.None)
        {
            header[SegmentationOffset] = offload.Segmentation == Segmentation.TcpV4 ? TcpV4 : TcpV6;
            BinaryPrimitives.WriteUInt16LittleEndian(header[HeaderOctetsOffset..], offload.HeaderOctets);
            BinaryPrimitives.WriteUInt16LittleEndian(header[SegmentOctetsOffset..], offload.SegmentOctets);

            // CWR belongs to the first segment alone, which who cuts must know.
            if ((frame[offload.ChecksumStart + TcpFlagsOffset] & CongestionWindowReduced) != 0)
            {
                header[SegmentationOffset] |= WithEcn;
            }
        }
    }
}
