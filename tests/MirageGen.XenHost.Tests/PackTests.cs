using System.Buffers.Binary;
using MirageGen.Fuzz;
using MirageGen.Storage.Log;
using MirageGen.XenHost.Elf;
using MirageGen.XenHost.Packing;

namespace MirageGen.XenHost.Tests;

/// <summary>A compressed image has all that was in the image, where the unpacker looks for it.</summary>
public sealed class PackTests : IDisposable
{
    private const uint UsualMemoryEnd = 0x206010 + 0x4000;
    private const uint PayloadAddress = 0x20b000;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirage-pack-tests-");

    [Fact]
    public void Its_segments_are_the_unpacker_the_images_place_and_the_payload_behind_it()
    {
        var packed = ElfFile.TryRead(Pack(ElfImage.Usual()))!;

        var loaded = packed.Segments.Where(segment => segment.Type == ElfSection.LoadSegment).ToArray();
        Assert.Equal([0x100000ul, 0x200000ul, PayloadAddress], loaded.Select(segment => segment.Address));
        Assert.Equal([0x80000ul, PayloadAddress - 0x200000ul, (ulong)loaded[2].Bytes], loaded.Select(segment => segment.MemoryBytes));
        Assert.Equal(0, loaded[1].Bytes);
        Assert.All(loaded, segment => Assert.False(segment.IsCut));
        Assert.InRange(PayloadAddress, UsualMemoryEnd, UsualMemoryEnd + 4096);
    }

    [Fact]
    public void The_unpacker_is_told_where_all_is()
    {
        var packed = ElfFile.TryRead(Pack(ElfImage.Usual()))!;

        var payload = packed.Octets(Loaded(packed, 2));
        Assert.True(Descriptor.Begins(packed.Octets(Loaded(packed, 0))));
        Assert.Equal(
            [
                PayloadAddress, (uint)payload.Length, Checksum.Of(Unpack(payload)), 0x201234u, 0x200000u, 0x6015u,
                0x206018u, 0u, 0u, 0x200000u, 0u, 0u, 0u, 0u,
            ],
            Enumerable.Range(2, 14).Select(field => Word(packed, field)));
    }

    [Fact]
    public void The_payload_unpacks_to_the_image_as_it_lies_in_memory()
    {
        var packed = ElfFile.TryRead(Pack(ElfImage.Usual()))!;

        var memory = Unpack(packed.Octets(Loaded(packed, 2)));

        Assert.Equal(0x6015, memory.Length);
        Assert.Equal(Enumerable.Range(0, 600).Select(octet => (byte)octet), memory[..600]);
        Assert.All(memory[600..0x1000], octet => Assert.Equal(0, octet));
        Assert.Equal(Enumerable.Range(0, 16_000).Select(octet => (byte)(octet * octet >> 7)), memory[0x1000..(0x1000 + 16_000)]);
        Assert.Equal([1, 2, 3, 4, 5], memory[0x6010..]);
    }

    [Fact]
    public void Addresses_of_the_image_are_taken_out_of_its_code()
    {
        byte[] code = [0xe8, 0xfb, 0x0f, 0, 0, 0x90, 0x80, 0x3d, 0xf1, 0xff, 0xff, 0xff, 5, 0xe9, 0, 0, 0, 0x40, 0x48, 0x8b, 0x05, 0, 0, 0, 0, 0xc3, 0xc3, 0xc3];
        var packed = ElfFile.TryRead(Pack(ElfImage.Usual().Load(0x20b000, code, 0x2000, isCode: true)))!;

        var memory = Unpack(packed.Octets(Loaded(packed, 2)));

        Assert.Equal([8u, 8u, 0x20b000u, 28u, 16u], Enumerable.Range(9, 5).Select(field => Word(packed, field)));
        Assert.Equal("0020C000" + "00000000" + "0020AFFE" + "0020B019", Convert.ToHexString(memory[..16]));
        Assert.Equal("E890803D05E900000040488B05C3C3C3", Convert.ToHexString(memory[^16..]));
    }

    [Fact]
    public void Its_notes_are_the_images_but_for_the_entry()
    {
        var packed = ElfFile.TryRead(Pack(ElfImage.Usual().Note("Xen", 6, "linux\0"u8.ToArray()).Note("GNU", 3, [7, 8, 9])))!;

        Assert.Equal(
            [("Xen", 18u, "40001000"), ("Xen", 6u, "6C696E757800"), ("GNU", 3u, "070809")],
            packed.Notes().Select(note => (note.Owner, note.Type, Convert.ToHexString(note.Content))));
    }

    [Fact]
    public void The_same_image_gives_the_same_file() => Assert.Equal(Pack(ElfImage.Usual()), Pack(ElfImage.Usual()));

    /// <summary>RFC 3720 appendix B.4: 32 octets of zeros, of ones, and of 0 to 31; and the check value of all catalogues.</summary>
    [Theory]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aau)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", 0x62a8ab43u)]
    [InlineData("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F", 0x46dd794eu)]
    [InlineData("313233343536373839", 0xe3069283u)]
    public void The_checksum_is_that_of_the_rfc(string octets, uint checksum) =>
        Assert.Equal(checksum, Checksum.Of(Convert.FromHexString(octets)));

    [Fact]
    public void Damaged_images_are_packed_or_refused_in_one_line()
    {
        var file = ElfImage.Usual().ToFile();
        foreach (var seed in new FuzzBudget(3000).Seeds())
        {
            var random = new Random((int)seed);
            byte[] octets = [.. file];
            for (var count = random.Next(1, 6); count > 0; count--)
            {
                octets[random.Next(6, 320)] = (byte)random.Next(256);
            }

            try
            {
                if (ElfFile.TryRead(octets) is { } elf && FlatImage.Of("image", elf) is var image)
                {
                    Assert.InRange(image.Octets.Length, 0, (int)(image.MemoryEnd - FlatImage.Start));
                }
            }
            catch (XenHostException error)
            {
                Assert.DoesNotContain('\n', error.Message);
            }
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static ElfSection Loaded(ElfFile file, int number) =>
        file.Segments.Where(segment => segment.Type == ElfSection.LoadSegment).ElementAt(number);

    private static uint Word(ElfFile packed, int number) =>
        BinaryPrimitives.ReadUInt32LittleEndian(packed.Octets(Loaded(packed, 0))[(number * sizeof(uint))..]);

    private byte[] Pack(ElfImage image)
    {
        var output = Path.Combine(_folder.FullName, "packed");
        ImagePacker.Pack(new(Write("image", image.ToFile()), output, Write("unpacker", ElfImage.Unpacker().ToFile())));
        return File.ReadAllBytes(output);
    }

    private byte[] Unpack(ReadOnlySpan<byte> payload)
    {
        var file = Write("payload.packed", payload.ToArray());
        Shell.Run("xz", "--decompress", "--force", "--format=lzma", "--suffix=.packed", file).Succeeded();
        return File.ReadAllBytes(Path.Combine(_folder.FullName, "payload"));
    }

    private string Write(string name, byte[] octets)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, octets);
        return file;
    }
}
