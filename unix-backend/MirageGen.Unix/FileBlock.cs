using MirageGen.Unix.Storage;

namespace MirageGen.Unix;

/// <summary>BLOCK on a file of the host, or on one of its block devices.</summary>
/// <remarks>
/// <para>The file must be there, with the size that the disk is to have: <c>truncate -s 64M disk.img</c>. It is used by one process at a
/// time, unless all read only.</para>
/// <para>The host caches: what was written is safe after <see cref="FlushAsync"/> (fsync). Discarding makes a hole in the file, where the
/// file system has holes.</para>
/// <para>All work is done by other threads, 16 transfers at a time; up to 1,024 may wait. One that is given up while it waits is
/// dropped; one that another thread works on ends as it ends.</para>
/// </remarks>
[Device(typeof(IBlock), Target = "unix")]
public sealed class FileBlock : IBlock, IDisposable
{
    private const int MostAtOnce = 16;
    private const int MostTransfers = 1024;

    private readonly DiskFile _file;
    private readonly SemaphoreSlim _turn = new(MostAtOnce);
    private int _transfers;
    private bool _isDisposed;

    private FileBlock(DiskFile file, int sectorBytes, bool isReadOnly)
    {
        _file = file;
        SectorBytes = sectorBytes;
        SectorCount = file.Octets / sectorBytes;
        IsReadOnly = isReadOnly;
    }

    /// <inheritdoc/>
    public int SectorBytes { get; }

    /// <inheritdoc/>
    public long SectorCount { get; }

    /// <inheritdoc/>
    public bool IsReadOnly { get; }

    /// <summary>One: the host copies.</summary>
    public int AlignmentBytes => 1;

    /// <summary>Opens a disk.</summary>
    /// <param name="disk">The path of the file.</param>
    /// <param name="diskReadOnly">Whether writes are refused.</param>
    /// <param name="diskSectorBytes">512 or 4096: nothing smaller is read or written.</param>
    /// <exception cref="DeviceException">There is no such file, it is not for this process, or its size is no number of sectors.</exception>
    public static async Task<FileBlock> ConnectAsync(
        [Argument("File or block device that is the disk")] string disk,
        [Argument("Refuses to write to the disk")] bool diskReadOnly = false,
        [Argument("Octets of a sector of the disk: 512 or 4096")] int diskSectorBytes = 512)
    {
        ArgumentNullException.ThrowIfNull(disk);
        if (diskSectorBytes is not (512 or 4096))
        {
            throw new DeviceException($"a disk has sectors of 512 or 4096 octets, not of {diskSectorBytes}");
        }

        var file = await BlockingWork.RunAsync(() => DiskFile.Open(disk, diskReadOnly));
        if (file.Octets % diskSectorBytes == 0)
        {
            return new(file, diskSectorBytes, diskReadOnly);
        }

        file.Dispose();
        throw new DeviceException($"the disk '{disk}' has {file.Octets} octets, which are no whole sectors of {diskSectorBytes}");
    }

    /// <inheritdoc/>
    public ValueTask ReadAsync(long sector, IReadOnlyList<Memory<byte>> buffers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var octets = 0L;
        for (var i = 0; i < buffers.Count; i++)
        {
            octets += buffers[i].Length;
        }

        VerifyRange(sector, SectorsOf(octets));
        return OnOtherThreadAsync(() => _file.Read(sector * SectorBytes, buffers), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask WriteAsync(long sector, IReadOnlyList<ReadOnlyMemory<byte>> buffers, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(buffers);
        var octets = 0L;
        for (var i = 0; i < buffers.Count; i++)
        {
            octets += buffers[i].Length;
        }

        VerifyWritable(sector, SectorsOf(octets));
        return OnOtherThreadAsync(() => _file.Write(sector * SectorBytes, buffers), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask FlushAsync(CancellationToken cancellation = default) =>
        OnOtherThreadAsync(_file.Flush, cancellation);

    /// <inheritdoc/>
    public ValueTask DiscardAsync(long sector, long count, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        VerifyWritable(sector, count);
        return OnOtherThreadAsync(() => _file.Discard(sector * SectorBytes, count * SectorBytes), cancellation);
    }

    /// <summary>Closes the file, when the work that is under way has ended.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CloseWhenIdle();
    }

    private long SectorsOf(long octets) => octets % SectorBytes == 0
        ? octets / SectorBytes
        : throw new ArgumentException($"{octets} octets are no multiple of the sector's {SectorBytes}.", nameof(octets));

    private void VerifyWritable(long sector, long count)
    {
        if (IsReadOnly)
        {
            throw new DeviceException("the disk is read-only");
        }

        VerifyRange(sector, count);
    }

    private void VerifyRange(long sector, long count)
    {
        if (sector < 0 || sector > SectorCount - count)
        {
            throw new DeviceException($"{count} sectors from {sector} on are not all on the disk of {SectorCount}");
        }
    }

    private async ValueTask OnOtherThreadAsync(Action work, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_transfers >= MostTransfers)
        {
            throw new DeviceException($"too much is asked of the disk at once: {_transfers} transfers wait for it");
        }

        _transfers++;
        try
        {
            await _turn.WaitAsync(cancellation);
            try
            {
                _ = await BlockingWork.RunAsync(() =>
                {
                    work();
                    return true;
                });
            }
            finally
            {
                _ = _turn.Release();
            }
        }
        finally
        {
            _transfers--;
            CloseWhenIdle();
        }
    }

    private void CloseWhenIdle()
    {
        if (_isDisposed && _transfers == 0)
        {
            _file.Dispose();
        }
    }
}
