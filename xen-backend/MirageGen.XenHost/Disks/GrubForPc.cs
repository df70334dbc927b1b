namespace MirageGen.XenHost.Disks;

/// <summary>A GRUB that a PC's firmware starts from a disk's first sector.</summary>
/// <param name="modules">The folder with its modules.</param>
/// <param name="folder">For files on the way.</param>
internal sealed class GrubForPc(string modules, string folder)
{
    /// <summary>Where Debian has its modules.</summary>
    public const string DefaultModules = "/usr/lib/grub/i386-pc";

    /// <summary>What it reads a partition, a file system and a configuration with, and starts an image: all in its core, so none lies on the disk.</summary>
    private static readonly string[] Parts = ["biosdisk", "part_msdos", "fat", "normal", "multiboot2"];

    /// <summary>The code of the first sector, which loads the core from the second one on.</summary>
    /// <exception cref="XenHostException">It is not installed.</exception>
    public byte[] BootSector
    {
        get
        {
            var file = Path.Combine(modules, "boot.img");
            return File.Exists(file)
                ? File.ReadAllBytes(file)
                : throw new XenHostException($"{file} is missing, with which a disk boots (Debian: apt install grub-pc-bin)");
        }
    }

    /// <summary>The rest of it, from the second sector on.</summary>
    /// <param name="room">How many octets it may have.</param>
    /// <exception cref="XenHostException">It is not whole, or takes more.</exception>
    public byte[] MakeCore(int room)
    {
        var file = Path.Combine(folder, "core");
        Tool.Run(folder, "grub-mkimage", ["-O", "i386-pc", "-d", modules, "-p", "(hd0,msdos1)/boot/grub", "-o", file, .. Parts]);
        var core = File.ReadAllBytes(file);
        return core.Length <= room ? core : throw new XenHostException($"GRUB has {core.Length} octets, of {room} that it may have before the first partition");
    }
}
