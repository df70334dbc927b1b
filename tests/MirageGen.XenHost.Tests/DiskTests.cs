using System.Buffers.Binary;
using System.Globalization;
using MirageGen.XenHost.Disks;
using MirageGen.XenHost.Packing;

namespace MirageGen.XenHost.Tests;

/// <summary>A disk that boots an image, as others read it.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirage-disk-tests-");

    private string Disk => Path.Combine(_folder.FullName, "small.img");

    [Fact]
    public void Its_one_partition_is_active_and_reaches_to_its_end()
    {
        Write();

        var first = File.ReadAllBytes(Disk).AsSpan(0, 512);
        Assert.Equal([0x55, 0xaa], first[510..].ToArray());
        Assert.Equal((0x80, 0x0e), (first[446], first[450]));
        Assert.Equal(2048, BinaryPrimitives.ReadInt32LittleEndian(first[454..]));
        Assert.Equal((new FileInfo(Disk).Length / 512) - 2048, BinaryPrimitives.ReadInt32LittleEndian(first[458..]));
        Assert.All(first[462..510].ToArray(), octet => Assert.Equal(0, octet));
    }

    [Fact]
    public void The_image_is_on_it_octet_by_octet()
    {
        var image = Write();

        Mtools("mcopy", "::/boot/small.xen", Path.Combine(_folder.FullName, "copy"));

        Assert.Equal(File.ReadAllBytes(image), File.ReadAllBytes(Path.Combine(_folder.FullName, "copy")));
    }

    [Fact]
    public void Grub_is_told_to_boot_it_with_the_words_of_the_command_line()
    {
        Write("--name", "two words", "$HOME;#", "");

        Assert.Contains("\nmultiboot2 '/boot/small.xen' '--name' 'two words' '$HOME;#' ''\nboot\n", Mtools("mtype", "::/boot/grub/grub.cfg"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_image_and_words_give_the_same_disk()
    {
        Write("--port", "80");
        var first = File.ReadAllBytes(Disk);

        Write("--port", "80");

        Assert.Equal(first, File.ReadAllBytes(Disk));
    }

    [Theory]
    [InlineData("a\"b", "a domain cannot be given a word with a double quote or a line's end: a\"b")]
    [InlineData("a'b", "GRUB passes no word with a single quote or a backslash on: a'b")]
    [InlineData("a\\b", "GRUB passes no word with a single quote or a backslash on: a\\b")]
    public void A_word_that_does_not_reach_the_domain_is_refused(string word, string message)
    {
        Assert.Equal(message, Assert.Throws<XenHostException>(() => Write(word)).Message);

        Assert.False(File.Exists(Disk));
    }

    [Fact]
    public void An_image_that_is_not_compressed_is_refused()
    {
        var image = Write("plain.xen", ElfImage.Usual());

        var error = Assert.Throws<XenHostException>(() => DiskWriter.Write(new(image, Disk, GrubForPc.DefaultModules, [])));

        Assert.Equal($"{image} cannot be booted from a disk: only a compressed image has GRUB's header (mirage-xen pack makes one)", error.Message);
    }

    [Fact]
    public void A_machine_without_grubs_modules_is_told_which_package_has_them()
    {
        var image = Image();

        var error = Assert.Throws<XenHostException>(() => DiskWriter.Write(new(image, Disk, "/nowhere", [])));

        Assert.Equal("/nowhere/boot.img is missing, with which a disk boots (Debian: apt install grub-pc-bin)", error.Message);
    }

    [Fact]
    public void A_place_that_cannot_be_written()
    {
        var error = Assert.Throws<XenHostException>(() => DiskWriter.Write(new(Image(), "/nowhere/disk.img", GrubForPc.DefaultModules, [])));

        Assert.StartsWith("/nowhere/disk.img cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(params string[] words)
    {
        var image = Image();
        DiskWriter.Write(new(image, Disk, GrubForPc.DefaultModules, words));
        return image;
    }

    private string Image()
    {
        var packed = Path.Combine(_folder.FullName, "small.xen");
        ImagePacker.Pack(new(Write("small", ElfImage.Usual()), packed, Write("unpacker", ElfImage.Unpacker())));
        return packed;
    }

    private string Write(string name, ElfImage image)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, image.ToFile());
        return file;
    }

    private string Mtools(string program, params string[] arguments) =>
        Shell.Run(program, ["-i", string.Create(CultureInfo.InvariantCulture, $"{Disk}@@{1 << 20}"), .. arguments]).Succeeded();
}
