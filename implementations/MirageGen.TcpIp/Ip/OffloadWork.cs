using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>What is left to a device, as each layer sees it, and what becomes of it where no device does it.</summary>
internal static class OffloadWork
{
    /// <summary>What is left to a device, counted from further in front.</summary>
    public static TransmitOffload Shift(in TransmitOffload offload, int octets) => offload.ChecksumOffset == 0
        ? default
        : offload with
        {
            ChecksumStart = (ushort)(offload.ChecksumStart + octets),
            HeaderOctets = (ushort)(offload.Segmentation == Segmentation.None ? 0 : offload.HeaderOctets + octets),
        };

    /// <summary>Makes the checksum that was left to a device which shall not do it.</summary>
    /// <param name="octets">What <paramref name="offload"/> counts from, to the end of the packet.</param>
    /// <param name="offload">Where the checksum lies.</param>
    public static void CompleteChecksum(Span<byte> octets, in TransmitOffload offload)
    {
        if (offload.ChecksumOffset == 0)
        {
            return;
        }

        octets = octets[offload.ChecksumStart..];
        var checksum = InternetChecksum.Finish(InternetChecksum.Add(0, octets));
        // Zero means no checksum to UDP; both mean the same number.
        BinaryPrimitives.WriteUInt16BigEndian(octets[offload.ChecksumOffset..], checksum == 0 ? ushort.MaxValue : checksum);
    }
}
