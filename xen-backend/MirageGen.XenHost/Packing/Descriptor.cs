using System.Buffers.Binary;

namespace MirageGen.XenHost.Packing;

/// <summary>What the unpacker is told, in its first octets: native/unpack/descriptor.h reads the same.</summary>
internal static class Descriptor
{
    private const int Bytes = 40;

    private static ReadOnlySpan<byte> Magic => "MirageXZ"u8;

    /// <summary>Whether octets begin with one.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => octets.Length >= Bytes && octets.StartsWith(Magic);

    /// <summary>Writes one over what an unpacker begins with.</summary>
    /// <param name="unpacker">Its octets.</param>
    /// <param name="image">What is to be unpacked.</param>
    /// <param name="payloadAddress">Where it lies, compressed.</param>
    /// <param name="payloadBytes">How long it is then.</param>
    public static void Write(Span<byte> unpacker, FlatImage image, uint payloadAddress, int payloadBytes)
    {
        ReadOnlySpan<uint> fields =
        [
            payloadAddress, FlatImage.Start, (uint)payloadBytes, (uint)image.Octets.Length, Xz.DictionaryBytes,
            Checksum.Of(image.Octets), image.Entry, 0,
        ];
        var to = unpacker[Magic.Length..Bytes];
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, field);
            to = to[sizeof(uint)..];
        }
    }
}
