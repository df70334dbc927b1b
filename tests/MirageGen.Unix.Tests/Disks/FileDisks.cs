using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

/// <summary>Disks in files.</summary>
public sealed class FileDisks : IBlockDisks
{
    /// <inheritdoc/>
    public void Run(int sectorBytes, long sectorCount, bool isReadOnly, Func<IBlock, Task> test) => Run(sectorBytes * sectorCount, async file =>
    {
        using var disk = await FileBlock.ConnectAsync(file, isReadOnly, sectorBytes);
        await test(disk);
    });

    /// <summary>Runs a test with a file of zeros.</summary>
    internal static void Run(long octets, Func<string, Task> test)
    {
        var file = Path.GetTempFileName();
        try
        {
            using (var stream = File.OpenWrite(file))
            {
                stream.SetLength(octets);
            }

            UnixRig.Run(Events.UnixLoop.Create, _ => test(file));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
