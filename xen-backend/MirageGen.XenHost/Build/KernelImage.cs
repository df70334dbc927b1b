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

    /// <summary>Writes what is to be booted: the ELF kernel, or the bzImage itself when it is not compressed by xz.</summary>
    public static void Extract(string bzImage, string output)
    {
        var payload = Payload(File.ReadAllBytes(bzImage));
        if (!payload.StartsWith(XzMagic))
        {
            File.Copy(bzImage, output);
            return;
        }

        var compressed = output + ".xz";
        File.WriteAllBytes(compressed, payload);
        Tool.Run(Path.GetTempPath(), "xz", "--decompress", compressed);
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
