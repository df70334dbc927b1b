using MirageGen.Interop;
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
        Unpacker = Path.Combine(_folder.FullName, "miragegen-unpacker");
        ImagePacker.Pack(new(guest.Kernel, Kernel, Unpacker));
    }

    internal string Unpacker { get; }

    internal string Kernel => Path.Combine(_folder.FullName, "compressed.xen");

    /// <summary>The image with one bit that is another, a part of the whole file from its end.</summary>
    internal string Damaged(double part)
    {
        var octets = File.ReadAllBytes(Kernel);
        octets[^(int)(octets.Length * part)] ^= 1;
        var file = Path.Combine(_folder.FullName, "damaged.xen");
        File.WriteAllBytes(file, octets);
        return file;
    }

    internal BootOutcome Boot(string commandLine, params string[] machine) => Guest.Boot(Kernel, commandLine, machine);

    public void Dispose() => _folder.Delete(recursive: true);
}
