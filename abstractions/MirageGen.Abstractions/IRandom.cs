using System.Buffers.Binary;

namespace MirageGen;

/// <summary>
/// RANDOM: unpredictable bytes, fit for keys. A simulation gives a reproducible sequence instead, from its seed.
/// </summary>
public interface IRandom
{
    /// <summary>Fills a buffer; never fails and never waits.</summary>
    void Fill(Span<byte> destination);

    /// <summary>An unpredictable number.</summary>
    uint NextUInt32()
    {
        Span<byte> octets = stackalloc byte[sizeof(uint)];
        Fill(octets);
        return BinaryPrimitives.ReadUInt32LittleEndian(octets);
    }
}
