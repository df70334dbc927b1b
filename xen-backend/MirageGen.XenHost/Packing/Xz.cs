namespace MirageGen.XenHost.Packing;

/// <summary>LZMA2 behind the x86 filter, which makes calls of the same function look the same: by the program xz.</summary>
internal static class Xz
{
    /// <summary>What the unpacker has room for below the image. A larger one would save less than a thousandth.</summary>
    public const uint DictionaryBytes = 896 << 10;

    private const string Suffix = ".packed";

    /// <summary>Without headers of any kind; the same for the same octets and the same version of xz.</summary>
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
                folder.FullName, "xz", "--format=raw", $"--suffix={Suffix}", "--threads=1", "--no-warn", "--x86",
                $"--lzma2=preset=9e,nice=273,pb=1,dict={DictionaryBytes}", file);
            return File.ReadAllBytes(file + Suffix);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
