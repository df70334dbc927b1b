using System.Buffers.Binary;
using MirageGen.Storage.Log;

namespace MirageGen.XenHost.Packing;

/// <summary>What the unpacker is told, in its first octets: native/unpack/descriptor.h reads the same.</summary>
internal static class Descriptor
{
    private const int Bytes = 64;

    private static ReadOnlySpan<byte> Magic => "MirageLZ"u8;

    /// <summary>Whether octets begin with one.</summary>
    public static bool Begins(ReadOnlySpan<byte> octets) => octets.Length >= Bytes && octets.StartsWith(Magic);

    /// <summary>Writes one over what an unpacker begins with.</summary>
    /// <param name="unpacker">Its octets.</param>
    /// <param name="prepared">What is to be unpacked.</param>
    /// <param name="payloadAddress">Where it lies, compressed.</param>
    /// <param name="payloadBytes">How long it is then.</param>
    public static void Write(Span<byte> unpacker, PreparedImage prepared, uint payloadAddress, int payloadBytes)
    {
        var image = prepared.Image;
        ReadOnlySpan<uint> fields =
        [
            payloadAddress, (uint)payloadBytes, Checksum.Of(prepared.Octets), image.Entry, FlatImage.Start, (uint)image.Octets.Length,
            prepared.AddressesStart, (uint)prepared.Addresses.Calls.Count, (uint)prepared.Addresses.Operands.Count,
            FlatImage.Start + (uint)image.Code.Start, (uint)image.Code.Bytes, (uint)prepared.Addresses.Packed.Count,
            prepared.Frames?.Frames ?? 0, prepared.Frames?.Header ?? 0,
        ];
        var to = unpacker[Magic.Length..Bytes];
        foreach (var field in fields)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(to, field);
            to = to[sizeof(uint)..];
        }
    }
}
