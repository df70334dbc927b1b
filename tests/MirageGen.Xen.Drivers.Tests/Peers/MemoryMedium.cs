namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A disk of the test kit, which loses what was not flushed when it crashes.</summary>
internal sealed class MemoryMedium(MemoryBlock disk) : IMedium
{
    public void Read(long sector, Span<byte> octets)
    {
        var buffer = new byte[octets.Length];
        Done(disk.ReadAsync(Own(sector), buffer));
        buffer.CopyTo(octets);
    }

    public void Write(long sector, ReadOnlySpan<byte> octets) => Done(disk.WriteAsync(Own(sector), octets.ToArray()));

    public void Flush() => Done(disk.FlushAsync());

    public void Discard(long sector, long count) => Done(disk.DiscardAsync(Own(sector), Own(count)));

    private long Own(long sectors) => sectors / (disk.SectorBytes / 512);

    private static void Done(ValueTask task)
    {
        Assert.True(task.IsCompleted);
        task.GetAwaiter().GetResult();
    }
}
