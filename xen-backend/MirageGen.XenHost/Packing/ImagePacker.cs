using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Elf;

namespace MirageGen.XenHost.Packing;

/// <summary>Makes an image one that is compressed and unpacks itself.</summary>
internal static class ImagePacker
{
    /// <summary>Writes the compressed image; the same for the same image, unpacker and version of xz.</summary>
    /// <exception cref="XenHostException">One line: why there is none. No file is written then.</exception>
    public static void Pack(PackOptions options)
    {
        var packed = Pack(options.Image, PvhImage.Open(options.Image), Unpacker.Read(options.Unpacker));
        try
        {
            File.WriteAllBytes(options.Output, packed);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new XenHostException($"{options.Output} cannot be written: {error.Message}", error);
        }
    }

    private static byte[] Pack(string name, ElfFile elf, Unpacker unpacker)
    {
        if (Unpacker.IsIn(elf))
        {
            throw new XenHostException($"{name} cannot be compressed: it is compressed");
        }

        var image = PreparedImage.Of(FlatImage.Of(name, elf));
        return CompressedImage.Write(unpacker, image, Lzma.Compress(image.Octets), NotesOf(elf));
    }

    /// <summary>Each once, though segments and sections both have them, and none that the file cuts off.</summary>
    private static IEnumerable<ElfNote> NotesOf(ElfFile elf) =>
        elf.Notes().Where(note => note.Owner.Length > 0).DistinctBy(note => (note.Owner, note.Type, Convert.ToHexString(note.Content)));
}
