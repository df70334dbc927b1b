using System.Buffers.Binary;

namespace MirageGen.TestKit;

/// <summary>What a device does that makes checksums for its user (RFC 1071).</summary>
internal static class InternetChecksum
{
    private const int UdpChecksumOffset = 6;

    /// <summary>The ones' complement of the ones' complement sum of 16-bit words.</summary>
    public static ushort Of(ReadOnlySpan<byte> octets, uint initial = 0)
    {
        ulong sum = initial;
        for (; octets.Length >= sizeof(ushort); octets = octets[sizeof(ushort)..])
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
        }

        if (!octets.IsEmpty)
        {
            sum += (uint)octets[0] << 8;
        }

        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>Makes the checksum of a frame whose field holds the pseudo-header's sum.</summary>
    /// <returns>That sum.</returns>
    public static ushort Complete(Span<byte> frame, in TransmitOffload offload)
    {
        var field = frame[(offload.ChecksumStart + offload.ChecksumOffset)..];
        var pseudo = BinaryPrimitives.ReadUInt16BigEndian(field);
        var sum = Of(frame[offload.ChecksumStart..]);

        // To UDP zero means that there is none (RFC 768).
        Put(frame, offload, sum == 0 && offload.ChecksumOffset == UdpChecksumOffset ? ushort.MaxValue : sum);
        return pseudo;
    }

    public static void Put(Span<byte> frame, in TransmitOffload offload, ushort value) =>
        BinaryPrimitives.WriteUInt16BigEndian(frame[(offload.ChecksumStart + offload.ChecksumOffset)..], value);
}
