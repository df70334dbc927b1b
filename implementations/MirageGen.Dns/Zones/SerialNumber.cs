using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>Serial numbers of zones, which go round (RFC 1982).</summary>
internal static class SerialNumber
{
    /// <summary>The serial, three intervals and a time to live: what stands behind the names in a SOA record's data.</summary>
    private const int TailOctets = 5 * sizeof(uint);

    /// <summary>The most octets of a SOA record's data.</summary>
    public const int MaxSoaOctets = (2 * NameOctets.MaxOctets) + TailOctets;

    /// <summary>Reads the serial number of a SOA record.</summary>
    /// <param name="soa">Its data.</param>
    public static uint Read(ReadOnlySpan<byte> soa) => BinaryPrimitives.ReadUInt32BigEndian(soa[^TailOctets..]);

    /// <summary>Reads for how long at most it holds that something is not there (RFC 2308 section 4).</summary>
    /// <param name="soa">A SOA record's data.</param>
    public static uint ReadMinimum(ReadOnlySpan<byte> soa) => BinaryPrimitives.ReadUInt32BigEndian(soa[^sizeof(uint)..]);

    /// <summary>Puts another serial number into a SOA record's data.</summary>
    public static void Write(Span<byte> soa, uint serial) => BinaryPrimitives.WriteUInt32BigEndian(soa[^TailOctets..], serial);

    /// <summary>The next serial number. Zero is passed over: to many it means that there is no zone.</summary>
    public static uint After(uint serial) => serial == uint.MaxValue ? 1 : serial + 1;

    /// <summary>Whether one serial number comes behind another; neither does of two that are half the circle apart.</summary>
    public static bool IsNewer(uint serial, uint than) => serial != than && serial - than < 1U << 31;
}
