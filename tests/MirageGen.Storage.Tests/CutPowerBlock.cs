namespace MirageGen.Storage.Tests;

/// <summary>A disk whose machine loses its power after so many sectors were written: from then on every call fails.</summary>
/// <param name="disk">The disk.</param>
/// <param name="random">Which sectors of the last write are written.</param>
/// <param name="sectors">How many are written before.</param>
internal sealed class CutPowerBlock(MemoryBlock disk, SeededRandom random, int sectors) : IBlock
{
    private int _left = sectors;

    /// <inheritdoc/>
    public int SectorBytes => disk.SectorBytes;

    /// <inheritdoc/>
    public long SectorCount => disk.SectorCount;

    /// <inheritdoc/>
    public bool IsReadOnly => false;

    /// <inheritdoc/>
    public int AlignmentBytes => 1;

    public bool IsCut => _left < 0;

    /// <summary>How likely it is that a write fails although it was done, from 0 to 1.</summary>
    public double FailsAfterwards { get; init; }

    /// <inheritdoc/>
    public ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default)
    {
        Check();
        return disk.ReadAsync(sector, buffers, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default)
    {
        Check();
        byte[] octets = [.. buffers.SelectMany(buffer => buffer.ToArray())];
        _left -= octets.Length / SectorBytes;
        if (!IsCut)
        {
            await disk.WriteAsync(sector, octets, cancellation);
            if (FailsAfterwards > 0 && random.Chance(FailsAfterwards))
            {
                throw new DeviceException("nobody knows whether it was written");
            }

            return;
        }

        for (var i = 0; i < octets.Length / SectorBytes; i++)
        {
            if (random.Chance(0.5))
            {
                await disk.WriteAsync(sector + i, octets.AsMemory(i * SectorBytes, SectorBytes), cancellation);
            }
        }

        Check();
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        Check();

        // So that the power is also lost between two writes.
        _left--;
        Check();
        return disk.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default)
    {
        Check();
        return disk.DiscardAsync(sector, count, cancellation);
    }

    private void Check()
    {
        if (IsCut)
        {
            throw new DeviceException("there is no power");
        }
    }
}
