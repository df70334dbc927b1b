using MirageGen.XenHost.Packing;

namespace MirageGen.XenHost.Tests;

/// <summary>What cannot be compressed is refused in one line that says why, and nothing is written.</summary>
public sealed class PackErrorTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirage-pack-tests-");

    private string Output => Path.Combine(_folder.FullName, "packed");

    [Fact]
    public void An_image_that_is_not_there() => Assert.Equal("there is no image nowhere.xen", Error("nowhere.xen"));

    [Fact]
    public void A_program_of_Linux() =>
        Assert.Equal("/bin/true is no image for Xen: it has no PVH entry (an ELF note of Xen, type 18)", Error("/bin/true"));

    [Fact]
    public void A_segment_where_the_unpacker_is() =>
        Refused("it has a segment at 0x100000, where 0x200000 is the first free address", new ElfImage().Load(0x100000, [1]));

    [Fact]
    public void Segments_on_top_of_each_other() =>
        Refused(
            "it has a segment at 0x201000, where 0x201001 is the first free address",
            new ElfImage().Load(0x200000, [1], 0x1001).Load(0x201000, [2]));

    [Fact]
    public void A_segment_that_the_file_cuts_off() =>
        Refused("its segment at 0x200000 is not whole", new ElfImage().Load(0x200000, [1], memoryBytes: 1 << 20, fileBytes: 1 << 20));

    [Fact]
    public void A_segment_with_more_octets_than_memory() =>
        Refused("its segment at 0x200000 is not whole", new ElfImage().Load(0x200000, [1, 2], memoryBytes: 1));

    [Theory]
    [InlineData(0x200000, 0x2000_0001)]
    [InlineData(0x1_0000_0000, 1)]
    [InlineData(0x7fff_ffff_ffff_ffff, 0x7fff_ffff_ffff_ffff)]
    public void More_memory_than_any_image_takes(ulong address, ulong memoryBytes) =>
        Refused("it takes more than 512 MiB of memory", new ElfImage().Load(address, [1], memoryBytes));

    [Fact]
    public void Nothing_to_load() => Refused("it has nothing to load", new ElfImage());

    [Fact]
    public void An_entry_that_is_elsewhere() =>
        Refused("its PVH entry 0x200234 is not in it", new ElfImage().Load(0x200000, [1, 2, 3]));

    [Fact]
    public void An_image_that_is_compressed()
    {
        var file = Image(ElfImage.Usual());
        ImagePacker.Pack(new(file, Output, Unpacker()));
        File.Move(Output, file, overwrite: true);

        Assert.Equal($"{file} cannot be compressed: it is compressed", Error(file));
    }

    [Fact]
    public void An_unpacker_that_is_not_there()
    {
        var error = Assert.Throws<XenHostException>(() => ImagePacker.Pack(new(Image(ElfImage.Usual()), Output, "nowhere")));

        Assert.Equal("there is no unpacker nowhere: make -C xen-backend/native unpacker makes one, --unpacker names it", error.Message);
    }

    [Fact]
    public void An_unpacker_that_is_none()
    {
        var image = Image(ElfImage.Usual());

        var error = Assert.Throws<XenHostException>(() => ImagePacker.Pack(new(image, Output, image)));

        Assert.Equal($"{image} is no unpacker of this version: make -C xen-backend/native unpacker makes one", error.Message);
    }

    [Fact]
    public void A_place_that_cannot_be_written()
    {
        var error = Assert.Throws<XenHostException>(() => ImagePacker.Pack(new(Image(ElfImage.Usual()), _folder.FullName, Unpacker())));

        Assert.StartsWith($"{_folder.FullName} cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_xz()
    {
        var tool = Path.Combine(AppContext.BaseDirectory, "mirage-xen.dll");
        var pack = Shell.Run(
            "/usr/bin/env", "PATH=/nowhere", Shell.Run("sh", "-c", "command -v dotnet").Succeeded().Trim(), "exec", tool,
            "pack", Image(ElfImage.Usual()), Output, "--unpacker", Unpacker());

        Assert.Equal(1, pack.ExitCode);
        Assert.Equal("mirage-xen: xz is not installed, with which an image is compressed (Debian: apt install xz-utils)\n", pack.Errors);
        Assert.False(File.Exists(Output));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Refused(string why, ElfImage image)
    {
        var file = Image(image.Note("Xen", 18, BitConverter.GetBytes(0x200234)));
        Assert.Equal($"{file} cannot be compressed: {why}", Error(file));
    }

    private string Error(string image)
    {
        var error = Assert.Throws<XenHostException>(() => ImagePacker.Pack(new(image, Output, Unpacker())));
        Assert.False(File.Exists(Output));
        return error.Message;
    }

    private string Unpacker() => Write("unpacker", ElfImage.Unpacker());

    private string Image(ElfImage image) => Write("image", image);

    private string Write(string name, ElfImage image)
    {
        var file = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(file, image.ToFile());
        return file;
    }
}
