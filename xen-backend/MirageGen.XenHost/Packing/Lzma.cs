namespace MirageGen.XenHost.Packing;

/// <summary>LZMA in a file of its own kind (.lzma, "LZMA_Alone"), whose decoder is smaller than one of .xz: by the program xz.</summary>
internal static class Lzma
{
    /// <summary>Two powers of two, as a .lzma file says it, and within what the unpacker has room for below the image. A larger one saves less than a thousandth.</summary>
    public const uint DictionaryBytes = 768 << 10;

    private const string Suffix = ".lzma";

    /// <summary>The same for the same octets and the same version of xz.</summary>
    /// <exception cref="XenHostException">xz is not installed, or failed.</exception>
    public static byte[] Compress(byte[] octets)
    {
        Tool.Need("xz", "xz-utils", "an image is compressed");
        var folder = Directory.CreateTempSubdirectory("mirage-pack-");
        try
        {
            var file = Path.Combine(folder.FullName, "image");
            File.WriteAllBytes(file, octets);
            Tool.Run(
                folder.FullName, "xz", "--format=lzma", $"--suffix={Suffix}", "--threads=1", "--no-warn",
                $"--lzma1=preset=9e,nice=128,dict={DictionaryBytes}", file);
            return File.ReadAllBytes(file + Suffix);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
