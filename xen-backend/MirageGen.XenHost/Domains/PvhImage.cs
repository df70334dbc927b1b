using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Domains;

/// <summary>Looks at an image before Xen does, whose own words about a wrong one are many and no help.</summary>
internal static class PvhImage
{
    /// <summary>Ten times what the largest image has; the machine would not hold more.</summary>
    private const long MostBytes = 1 << 29;

    /// <summary>Refuses a file that no PVH domain can be made of.</summary>
    /// <exception cref="XenHostException">One line: what is wrong with which file.</exception>
    public static void Check(string file) => _ = Open(file);

    /// <summary>Reads a file, and refuses one that no PVH domain can be made of.</summary>
    /// <exception cref="XenHostException">One line: what is wrong with which file.</exception>
    public static ElfFile Open(string file)
    {
        if (!File.Exists(file))
        {
            throw new XenHostException($"there is no image {file}");
        }

        var elf = ElfFile.TryRead(Read(file)) ?? throw new XenHostException($"{file} is no image for Xen: it is not a 64-bit ELF file");
        return elf.HasNote(ElfNote.Xen, ElfNote.PvhEntry)
            ? elf
            : throw new XenHostException($"{file} is no image for Xen: it has no PVH entry (an ELF note of Xen, type {ElfNote.PvhEntry})");
    }

    /// <summary>No more than it says it has, for a device never ends.</summary>
    private static byte[] Read(string file)
    {
        try
        {
            using var stream = File.OpenRead(file);
            if (stream.Length > MostBytes)
            {
                throw new XenHostException($"{file} is no image for Xen: it has more than {MostBytes >> 20} MiB");
            }

            var octets = new byte[stream.Length];
            return octets[..stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new XenHostException($"the image {file} cannot be read: {error.Message}", error);
        }
    }
}
