using System.Diagnostics;

namespace MirageGen.Peers.Xen;

/// <summary>The size of what a domain boots.</summary>
/// <param name="Raw">Octets as they are.</param>
/// <param name="Compressed">Octets by gzip -9.</param>
internal readonly record struct ImageBytes(long Raw, long Compressed)
{
    /// <summary>Of all files together.</summary>
    public static ImageBytes Of(params IEnumerable<string> files) =>
        new(files.Sum(file => new FileInfo(file).Length), files.Sum(Compress));

    private static long Compress(string file)
    {
        using var gzip = Process.Start(new ProcessStartInfo("gzip", ["-9", "-c", file]) { RedirectStandardOutput = true })!;
        var buffer = new byte[1 << 16];
        long count = 0;
        while (gzip.StandardOutput.BaseStream.Read(buffer) is > 0 and var read)
        {
            count += read;
        }

        gzip.WaitForExit();
        return gzip.ExitCode == 0 ? count : throw new InvalidOperationException($"gzip {file} failed");
    }
}
