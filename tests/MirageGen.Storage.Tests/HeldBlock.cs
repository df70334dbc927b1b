namespace MirageGen.Storage.Tests;

/// <summary>A disk that counts flushes, and holds a read back until it is told to let it go.</summary>
internal sealed class HeldBlock(IBlock disk) : IBlock
{
    private TaskCompletionSource? _held;

    /// <inheritdoc/>
    public int SectorBytes => disk.SectorBytes;

    /// <inheritdoc/>
    public long SectorCount => disk.SectorCount;

    /// <inheritdoc/>
    public bool IsReadOnly => disk.IsReadOnly;

    /// <inheritdoc/>
    public int AlignmentBytes => disk.AlignmentBytes;

    public int Flushes { get; private set; }

    /// <summary>Whether a read has been held back.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The next read waits for <see cref="LetGo"/>.</summary>
    public void HoldNextRead() => _held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo() => _held!.SetResult();

    /// <inheritdoc/>
    public async ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default)
    {
        if (_held is { } held && !IsHeld)
        {
            IsHeld = true;
            await held.Task;
        }

        await disk.ReadAsync(sector, buffers, cancellation);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default) =>
        disk.WriteAsync(sector, buffers, cancellation);

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        Flushes++;
        return disk.FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default) =>
        disk.DiscardAsync(sector, count, cancellation);
}
