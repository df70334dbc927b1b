using System.Buffers.Binary;

namespace MirageGen.Outside.Tests;

/// <summary>A published program, as the file format ELF describes it (64 bits, little-endian).</summary>
internal sealed class NativeProgram(byte[] file)
{
    private const ulong Writable = 1;
    private const ulong Loaded = 2;

    /// <summary>Whether every place where some octets stand is in a section that is loaded and cannot be written to.</summary>
    /// <param name="octets">They must be there.</param>
    public bool IsReadOnly(ReadOnlySpan<byte> octets)
    {
        var found = 0;
        for (var from = 0; file.AsSpan(from).IndexOf(octets) is >= 0 and var at; from += at + 1, found++)
        {
            if ((FlagsAt((ulong)(from + at)) & (Writable | Loaded)) != Loaded)
            {
                return false;
            }
        }

        Assert.NotEqual(0, found);
        return true;
    }

    private ulong FlagsAt(ulong offset)
    {
        var table = (int)UInt64(0x28);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3A));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(0x3C));
        for (var i = 0; i < count; i++)
        {
            var header = table + (i * size);
            var start = UInt64(header + 0x18);
            if (offset >= start && offset - start < UInt64(header + 0x20))
            {
                return UInt64(header + 0x08);
            }
        }

        throw new InvalidDataException($"The octet at {offset} is in no section.");
    }

    private ulong UInt64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(offset));
}
