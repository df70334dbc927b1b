using MirageGen.Interop;
using MirageGen.XenHost.Disks;
using MirageGen.XenHost.Packing;

namespace MirageGen.Xen.Tests;

/// <summary>The guest program once more, compressed; and with an octet that is not what it was.</summary>
public sealed class CompressedGuest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-xen-");

    public CompressedGuest(Guest guest)
    {
        Shell.Run("make", "--silent", "-C", Path.Combine(Guest.Root(), "xen-backend", "native"), $"OUT={_folder.FullName}", "unpacker")
            .Succeeded();
        ImagePacker.Pack(new(guest.Kernel, Kernel, Path.Combine(_folder.FullName, "miragegen-unpacker")));
    }

    internal string Kernel => Path.Combine(_folder.FullName, "compressed.xen");

    internal BootOutcome Boot(string commandLine, params string[] machine) => Guest.Boot(Kernel, commandLine, machine);

    /// <summary>A disk that boots it.</summary>
    internal string Disk(params string[] words)
    {
        var disk = Path.Combine(_folder.FullName, "guest.img");
        DiskWriter.Write(new(Kernel, disk, GrubForPc.DefaultModules, words));
        return disk;
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The image with one bit that is another, a part of the whole file from its end.</summary>
    internal string Damaged(double part) => Flipped(octets => octets.Length - (int)(octets.Length * part));

    /// <summary>The image with another checksum than its octets have: in the descriptor, behind its magic and two numbers.</summary>
    internal string WithWrongChecksum() => Flipped(octets => octets.AsSpan().IndexOf("MirageLZ"u8) + 8 + (2 * sizeof(uint)));

    private string Flipped(Func<byte[], int> place)
    {
        var octets = File.ReadAllBytes(Kernel);
        octets[place(octets)] ^= 1;
        var file = Path.Combine(_folder.FullName, "damaged.xen");
        File.WriteAllBytes(file, octets);
        return file;
    }
}
