using System.Buffers.Binary;

namespace MirageGen.Xen.Store;

/// <summary>What is in front of each message (public/io/xs_wire.h, struct xsd_sockmsg).</summary>
/// <param name="Operation">What it is.</param>
/// <param name="Request">Chosen by who asks; the answer has the same.</param>
/// <param name="Transaction">The transaction it belongs to; zero for none.</param>
/// <param name="Length">Octets that follow.</param>
internal readonly record struct StoreHeader(StoreOperation Operation, uint Request, uint Transaction, int Length)
{
    /// <summary>Its own length.</summary>
    public const int Octets = 16;

    /// <summary>The most octets that may follow.</summary>
    public const int MostPayload = 4096;

    /// <summary>Reads one.</summary>
    /// <returns>False when it announces more than may follow.</returns>
    public static bool TryRead(ReadOnlySpan<byte> octets, out StoreHeader header)
    {
        var length = BinaryPrimitives.ReadUInt32LittleEndian(octets[12..]);
        header = new(
            (StoreOperation)BinaryPrimitives.ReadUInt32LittleEndian(octets),
            BinaryPrimitives.ReadUInt32LittleEndian(octets[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(octets[8..]),
            (int)Math.Min(length, int.MaxValue));
        return length <= MostPayload;
    }

    /// <summary>Writes it.</summary>
    public void Write(Span<byte> octets)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(octets, (uint)Operation);
        BinaryPrimitives.WriteUInt32LittleEndian(octets[4..], Request);
        BinaryPrimitives.WriteUInt32LittleEndian(octets[8..], Transaction);
        BinaryPrimitives.WriteUInt32LittleEndian(octets[12..], (uint)Length);
    }
}
