using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Packing;

/// <summary>The program of native/unpack, which a compressed image begins with.</summary>
/// <param name="Octets">What is loaded, a <see cref="Descriptor"/> first.</param>
/// <param name="Address">Where.</param>
/// <param name="MemoryBytes">What it needs there.</param>
/// <param name="Entry">Its PVH entry.</param>
internal sealed record Unpacker(byte[] Octets, uint Address, uint MemoryBytes, uint Entry)
{
    /// <summary>Where the package MirageGen.Xen has it, seen from this tool.</summary>
    public static string DefaultFile => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "native", "miragegen-unpacker"));

    /// <summary>Reads what the native Makefile makes.</summary>
    /// <exception cref="XenHostException">One line: what is wrong with the file.</exception>
    public static Unpacker Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new XenHostException($"there is no unpacker {file}: make -C xen-backend/native unpacker makes one, --unpacker names it");
        }

        var elf = PvhImage.Open(file);
        var loaded = elf.Segments.Where(segment => segment.Type == ElfSection.LoadSegment).ToArray();
        if (loaded is [var segment]
            && segment.Address + segment.MemoryBytes <= FlatImage.Start
            && Descriptor.Begins(elf.Octets(segment)))
        {
            return new(elf.Octets(segment).ToArray(), (uint)segment.Address, (uint)segment.MemoryBytes, (uint)FlatImage.EntryOf(elf));
        }

        throw new XenHostException($"{file} is no unpacker of this version: make -C xen-backend/native unpacker makes one");
    }

    /// <summary>Whether an image has an unpacker already.</summary>
    public static bool IsIn(ElfFile image) =>
        image.Segments.Any(segment => segment.Type == ElfSection.LoadSegment && Descriptor.Begins(image.Octets(segment)));
}
