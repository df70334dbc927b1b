using System.Buffers.Binary;
using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Tests;

/// <summary>ELF files as compilers make them, and as they make none.</summary>
public sealed class ElfTests(TestGuest guest)
{
    private const uint Entry = 18;

    private readonly byte[] _image = File.ReadAllBytes(guest.Image);

    [Fact]
    public void A_program_names_its_libraries() => Assert.Contains("libc.so.6", ElfFile.TryRead(File.ReadAllBytes("/bin/true"))!.NeededLibraries());

    [Fact]
    public void An_image_without_libraries_names_none() => Assert.Empty(ElfFile.TryRead(_image)!.NeededLibraries());

    [Fact]
    public void A_note_is_found_by_owner_and_type()
    {
        var file = ElfFile.TryRead(_image)!;

        Assert.True(file.HasNote("Xen", Entry));
        Assert.False(file.HasNote("Xen", Entry + 1));
        Assert.False(file.HasNote("Xe", Entry));
        Assert.False(file.HasNote("GNU", Entry));
    }

    [Theory]
    [InlineData(56, "segments")]
    [InlineData(60, "sections")]
    public void A_note_is_found_where_there_are_only_sections_or_only_segments(int count, string without)
    {
        _image.AsSpan(count, 2).Clear();

        var file = ElfFile.TryRead(_image)!;

        Assert.Empty(without == "segments" ? file.Segments : file.Sections);
        Assert.True(file.HasNote("Xen", Entry));
    }

    [Fact]
    public void Notes_of_any_length_are_stepped_over()
    {
        foreach (var length in (uint[])[1, 3, 4, 0x7fffffff, 0xfffffffc, 0xffffffff])
        {
            var octets = Notes(8);
            BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(128), length);
            BinaryPrimitives.WriteUInt32LittleEndian(octets.AsSpan(132), length);

            Assert.False(ElfFile.TryRead(octets)!.HasNote("Xen", Entry));
        }
    }

    [Fact]
    public void Sections_on_top_of_each_other_are_not_read_without_end()
    {
        // 65,535 note sections, each of them a whole file of four megabytes: 22 milliards of empty notes.
        const int Count = 65_535;
        var octets = new byte[64 + (Count * 64)];
        WriteHeader(octets, Count);
        for (var section = 0; section < Count; section++)
        {
            WriteSection(octets.AsSpan(64 + (section * 64)), 0, octets.Length);
        }

        Assert.False(ElfFile.TryRead(octets)!.HasNote("Xen", Entry));
    }

    [Fact]
    public void Names_without_an_end_do_not_fill_the_memory()
    {
        const int Count = 2000;
        var octets = new byte[64 + (Count * 64) + 1_000_000];
        octets.AsSpan(64 + (Count * 64)).Fill((byte)'n');
        WriteHeader(octets, Count);
        for (var section = 0; section < Count; section++)
        {
            WriteSection(octets.AsSpan(64 + (section * 64)), 64 + (Count * 64), 1_000_000);
        }

        Assert.All(ElfFile.TryRead(octets)!.Sections, section => Assert.Equal(256, section.Name.Length));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(63)]
    public void What_is_shorter_than_a_header_is_no_ELF_file(int bytes) => Assert.Null(ElfFile.TryRead(_image[..bytes]));

    /// <summary>A file with a section of so many octets of notes, at offset 128.</summary>
    private static byte[] Notes(int more)
    {
        var octets = new byte[128 + 12 + more];
        WriteHeader(octets, 1);
        WriteSection(octets.AsSpan(64), 128, octets.Length - 128);
        return octets;
    }

    private static void WriteHeader(Span<byte> octets, ushort sections)
    {
        "\u007fELF\u0002\u0001"u8.CopyTo(octets);
        BinaryPrimitives.WriteUInt64LittleEndian(octets[40..], 64);
        BinaryPrimitives.WriteUInt16LittleEndian(octets[60..], sections);
    }

    private static void WriteSection(Span<byte> header, int offset, int bytes)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], ElfSection.Note);
        BinaryPrimitives.WriteUInt64LittleEndian(header[24..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[32..], (ulong)bytes);
    }
}
