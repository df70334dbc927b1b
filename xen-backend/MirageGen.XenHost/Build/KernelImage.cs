using System.Buffers.Binary;

namespace MirageGen.XenHost.Build;

/// <summary>
/// Takes the kernel proper out of a bzImage, so that no emulated processor has to decompress it: that halves dom0's boot
/// (Linux, Documentation/arch/x86/boot.rst, "The Real-Mode Kernel Header").
/// </summary>
internal static class KernelImage
{
    private const int SetupSectors = 0x1f1;
    private const int Magic = 0x202;
    private const int PayloadOffset = 0x248;
    private const int PayloadLength = 0x24c;
    private const int SectorBytes = 512;

    /// <summary>The payload is followed by its length before compression.</summary>
    private const int TrailerBytes = 4;

    private static ReadOnlySpan<byte> XzMagic => [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    /// <summary>The first format of lz4's tool, which Linux kept.</summary>
    private static ReadOnlySpan<byte> Lz4Magic => [0x02, 0x21, 0x4c, 0x18];

    /// <summary>Writes what is to be booted: the ELF kernel, or the bzImage itself when it is compressed by neither xz nor lz4.</summary>
    public static void Extract(string bzImage, string output)
    {
        var payload = Payload(File.ReadAllBytes(bzImage));
        if (payload.StartsWith(XzMagic))
        {
            var compressed = Write(payload, output + ".xz");
            Tool.Run(Path.GetTempPath(), "xz", "--decompress", compressed);
        }
        else if (payload.StartsWith(Lz4Magic))
        {
            var compressed = Write(payload, output + ".lz4");
            Tool.Run(Path.GetTempPath(), "lz4", "--decompress", "--rm", "-q", compressed, output);
        }
        else
        {
            File.Copy(bzImage, output);
        }
    }

    private static string Write(ReadOnlySpan<byte> payload, string file)
    {
        File.WriteAllBytes(file, payload);
        return file;
    }

    /// <summary>The compressed kernel; empty when the file is no bzImage of protocol 2.08 or later.</summary>
    internal static ReadOnlySpan<byte> Payload(ReadOnlySpan<byte> image)
    {
        if (image.Length < PayloadLength + sizeof(uint) || !image.Slice(Magic, 4).SequenceEqual("HdrS"u8))
        {
            return [];
        }

        var start = ((long)(image[SetupSectors] + 1) * SectorBytes) + BinaryPrimitives.ReadUInt32LittleEndian(image[PayloadOffset..]);
        long length = BinaryPrimitives.ReadUInt32LittleEndian(image[PayloadLength..]);
        return length > TrailerBytes && start + length <= image.Length ? image.Slice((int)start, (int)length - TrailerBytes) : [];
    }
}
