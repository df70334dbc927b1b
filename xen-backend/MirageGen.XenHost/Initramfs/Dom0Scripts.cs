namespace MirageGen.XenHost.Initramfs;

/// <summary>What dom0 runs that is ours: the files of the folder Scripts, carried in this assembly.</summary>
internal static class Dom0Scripts
{
    /// <summary>The names of all of them, in order.</summary>
    public static IEnumerable<string> Names { get; } =
        typeof(Dom0Scripts).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal);

    /// <summary>One of them.</summary>
    public static byte[] Read(string name)
    {
        using var stream = typeof(Dom0Scripts).Assembly.GetManifestResourceStream(name)!;
        var octets = new byte[stream.Length];
        stream.ReadExactly(octets);
        return octets;
    }
}
