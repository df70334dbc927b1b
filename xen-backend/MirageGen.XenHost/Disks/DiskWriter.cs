using System.Globalization;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Packing;

namespace MirageGen.XenHost.Disks;

/// <summary>
/// Makes a raw disk that boots an image by GRUB: a FAT partition with image and <c>/boot/grub/grub.cfg</c>, which a GRUB
/// outside reads (PVH, where it is the domain's kernel), and a GRUB of its own before that, for a firmware that boots from
/// the first sector. It takes no root and no loop device: mtools write into the file.
/// </summary>
internal static class DiskWriter
{
    private const int SectorBytes = 512;
    private const int Mebibyte = 1 << 20;

    /// <summary>Where the partition begins; what lies before it, GRUB's place, is a MiB as everywhere.</summary>
    private const int PartitionBytes = Mebibyte;

    /// <summary>Room for the file system's own tables and for <c>grub.cfg</c>.</summary>
    private const int SpareBytes = Mebibyte / 2;

    /// <summary>1980, before which FAT has no time: the same image gives the same disk.</summary>
    private static readonly string[] Time = ["TZ=UTC", "SOURCE_DATE_EPOCH=315532800"];

    /// <summary>Writes the disk; the same for the same image, words and versions of GRUB and mtools.</summary>
    /// <exception cref="XenHostException">One line: why there is none.</exception>
    public static void Write(DiskOptions options)
    {
        if (!Unpacker.IsIn(PvhImage.Open(options.Image)))
        {
            throw new XenHostException($"{options.Image} cannot be booted from a disk: only a compressed image has GRUB's header (mirage-xen pack makes one)");
        }

        Tool.Need("grub-mkimage", "grub-common", "a disk is made");
        Tool.Need("mcopy", "mtools", "a disk is made");
        var configuration = GrubConfiguration.Write(Path.GetFileName(options.Image), options.BootWords);
        var folder = Directory.CreateTempSubdirectory("mirage-disk-");
        try
        {
            var disk = Path.Combine(folder.FullName, "disk");
            WriteStart(disk, options, folder.FullName);
            WriteFiles(disk, options.Image, configuration, folder.FullName);
            File.Move(disk, options.Output, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new XenHostException($"{options.Output} cannot be written: {error.Message}", error);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>All before the partition, and the file's length.</summary>
    private static void WriteStart(string disk, DiskOptions options, string folder)
    {
        var grub = new GrubForPc(options.Grub, folder);
        var partition = (int)((new FileInfo(options.Image).Length + SpareBytes + Mebibyte - 1) / Mebibyte) * Mebibyte;
        using var file = File.Create(disk);
        file.Write(MasterBootRecord.Write(grub.BootSector, PartitionBytes / SectorBytes, partition / SectorBytes));
        file.Write(grub.MakeCore(PartitionBytes - SectorBytes));
        file.SetLength(PartitionBytes + partition);
    }

    private static void WriteFiles(string disk, string image, string configuration, string folder)
    {
        var partition = string.Create(CultureInfo.InvariantCulture, $"{disk}@@{PartitionBytes}");
        var sectors = (new FileInfo(disk).Length - PartitionBytes) / SectorBytes;
        var copy = Path.Combine(folder, Path.GetFileName(image));
        var written = Path.Combine(folder, GrubConfiguration.FileName);
        File.Copy(image, copy);
        File.WriteAllText(written, configuration);
        Mtools("mformat", "-i", partition, "-v", "MIRAGE", "-N", "4d495241", "-h", "64", "-s", "32", "-H", Text(PartitionBytes / SectorBytes), "-T", Text(sectors), "::");
        Mtools("mmd", "-i", partition, "::/boot", "::/boot/grub");
        Mtools("mcopy", "-i", partition, copy, "::/boot");
        Mtools("mcopy", "-i", partition, written, "::/boot/grub");

        void Mtools(params string[] command) => Tool.Run(folder, "env", [.. Time, .. command]);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
