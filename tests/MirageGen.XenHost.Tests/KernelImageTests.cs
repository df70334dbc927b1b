using System.Buffers.Binary;
using MirageGen.XenHost.Build;

namespace MirageGen.XenHost.Tests;

/// <summary>The kernel proper lies in a bzImage where its header says.</summary>
public sealed class KernelImageTests
{
    private const int Setup = 2 * 512;

    [Fact]
    public void The_payload_is_taken_without_the_length_that_follows_it()
    {
        var payload = KernelImage.Payload(Image(16, 12));

        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], payload.ToArray());
    }

    [Theory]
    [InlineData(16u, 4u)]
    [InlineData(16u, 49u)]
    [InlineData(16u, 0xffffffffu)]
    [InlineData(0xffffffffu, 12u)]
    [InlineData(0xfffffbffu, 0xfffffbffu)]
    public void A_payload_that_is_not_in_the_file_is_none(uint offset, uint length) => Assert.True(KernelImage.Payload(Image(offset, length)).IsEmpty);

    [Fact]
    public void What_is_no_bzImage_has_no_payload()
    {
        var image = Image(16, 12);
        image[0x202] = (byte)'h';

        Assert.True(KernelImage.Payload(image).IsEmpty);
        Assert.True(KernelImage.Payload(image.AsSpan(0, 0x24f)).IsEmpty);
        Assert.True(KernelImage.Payload([]).IsEmpty);
    }

    [Fact]
    public void A_kernel_that_is_compressed_by_lz4_is_decompressed()
    {
        var folder = Directory.CreateTempSubdirectory("mirage-kernel-");
        var input = Path.Combine(folder.FullName, "bzImage");
        var image = Image(16, 18);

        // The magic number, the length of the one block, and in that five literals.
        byte[] payload = [0x02, 0x21, 0x4c, 0x18, 6, 0, 0, 0, 5 << 4, .. "linux"u8];
        payload.CopyTo(image.AsSpan(Setup + 16));
        File.WriteAllBytes(input, image);

        KernelImage.Extract(input, Path.Combine(folder.FullName, "kernel"));

        Assert.Equal("linux", File.ReadAllText(Path.Combine(folder.FullName, "kernel")));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_kernel_that_is_not_compressed_in_a_known_way_is_booted_as_it_is()
    {
        var folder = Directory.CreateTempSubdirectory("mirage-kernel-");
        var input = Path.Combine(folder.FullName, "bzImage");
        File.WriteAllBytes(input, Image(16, 12));

        KernelImage.Extract(input, Path.Combine(folder.FullName, "kernel"));

        Assert.Equal(File.ReadAllBytes(input), File.ReadAllBytes(Path.Combine(folder.FullName, "kernel")));
        folder.Delete(recursive: true);
    }

    /// <summary>A setup of two sectors and 64 octets behind it: zeros, and 0, 1, 2... from the sixteenth.</summary>
    private static byte[] Image(uint offset, uint length)
    {
        var image = new byte[Setup + 64];
        image[0x1f1] = 1;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x248), offset);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(0x24c), length);
        for (var octet = 0; octet < 48; octet++)
        {
            image[Setup + 16 + octet] = (byte)octet;
        }

        return image;
    }
}
