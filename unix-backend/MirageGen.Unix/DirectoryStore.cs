using MirageGen.Unix.Storage;

namespace MirageGen.Unix;

/// <summary>KV_RO and KV_RW on a directory of the host: a value is a regular file, a dictionary a directory.</summary>
/// <remarks>
/// <para><b>What it never does</b> is leave the directory. Keys cannot say <c>..</c>; a symbolic link below the directory is
/// nothing, neither followed nor listed (the directory itself may be one), and nor is any other special file. On Linux
/// every path is walked from an open descriptor without following links, so that this holds whatever other processes do
/// meanwhile.</para>
/// <para><b>Writing.</b> A value is written and made safe at the top of the directory, under a name that begins with
/// <c>.mirage-</c>, and then takes its place in one step. (Such a file that a failure of the machine left is removed by a
/// later start.) <see cref="FlushAsync"/> makes the names safe. A batch is checked and written as a whole, then its names
/// change while no read of this store begins; a failure of the machine in that moment, or an error of the disk, can leave
/// it half done. The directory must not span several file systems.</para>
/// <para><b>Reading.</b> Values up to 64 kB that the host has in memory are read on the spot, which takes a few
/// microseconds; larger ones, and what has to come from a disk, are read by another thread. Looking at a key
/// takes place on the spot always.</para>
/// <para><b>Digests</b> are made of a file's size, times and inode, not of its content, so they cost no reading. Each write
/// of this store gives a file a later time than any before.</para>
/// </remarks>
[Device(typeof(IKeyValueStore), typeof(IKeyValueReader), Target = "unix")]
public sealed class DirectoryStore : IKeyValueStore, IDisposable
{
    private const int MostReadOnTheSpot = 64 * 1024;

    private readonly FileTree _tree;

    // Writes go one after the other; the names of a batch change while nothing looks at more than one of them.
    private readonly SemaphoreSlim _writes = new(1);
    private readonly SemaphoreSlim _names = new(1);
    private int _underWay;
    private bool _isCommitting;
    private bool _isDisposed;

    /// <summary>Opens the directory.</summary>
    /// <param name="directory">Its path.</param>
    /// <exception cref="DeviceException">It does not exist, is none, or must not be read.</exception>
    public DirectoryStore([Argument("Directory that holds the values")] string directory)
        : this(FileTree.Open(directory))
    {
    }

    internal DirectoryStore(FileTree tree) => _tree = tree;

    /// <summary>What lies under a key, on the spot.</summary>
    internal KeyInfo Find(Key key) => _tree.Find(key).Info;

    /// <inheritdoc/>
    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        return _isCommitting ? LaterAsync(() => _tree.Find(key).Info, cancellation) : new(_tree.Find(key).Info);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        return !_isCommitting && _tree.TryGetNow(key, MostReadOnTheSpot, out var value)
            ? new(Memory(value))
            : LaterAsync(() => Memory(_tree.Get(key)), cancellation);
    }

    /// <inheritdoc/>
    public ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default)
    {
        CheckOpen();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return !_isCommitting && destination.Length <= MostReadOnTheSpot && _tree.TryReadNow(key, offset, destination.Span) is >= 0 and var count
            ? new(count)
            : LaterAsync(() => _tree.Read(key, offset, destination.Span), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default) =>
        await AloneAsync(_names, () => _tree.List(key), cancellation);

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        var facts = _isCommitting ? await LaterAsync(() => _tree.Find(key), cancellation) : _tree.Find(key);
        return facts.Kind switch
        {
            KeyKind.Value => facts.Digest(),
            KeyKind.Dictionary => await AloneAsync(_names, () => TreeDigest.Of(_tree, key), cancellation),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public async ValueTask SetAsync(Key key, ReadOnlyMemory<byte> value, CancellationToken cancellation = default) =>
        await AloneAsync(_writes, () => _tree.Commit(key, _tree.Prepare(key, value.Span)), cancellation);

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(Key key, CancellationToken cancellation = default) =>
        await AloneAsync(_writes, () => _tree.Remove(key), cancellation);

    /// <inheritdoc/>
    public async ValueTask RenameAsync(Key from, Key to, CancellationToken cancellation = default) =>
        await AloneAsync(_writes, () => _tree.Rename(from, to), cancellation);

    /// <inheritdoc/>
    public async ValueTask ApplyAsync(KeyValueBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        await _writes.WaitAsync(cancellation);
        try
        {
            var prepared = await OnOtherThreadAsync(() => PreparedBatch.Prepare(_tree, batch));
            await _names.WaitAsync(CancellationToken.None);
            _isCommitting = true;
            await OnOtherThreadAsync(() => prepared.Commit(_tree));
        }
        finally
        {
            if (_isCommitting)
            {
                _isCommitting = false;
                _ = _names.Release();
            }

            _ = _writes.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellation = default) =>
        await AloneAsync(_writes, _tree.Flush, cancellation);

    /// <summary>Closes the directory, when the work that is under way has ended.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        CloseWhenIdle();
    }

    // One at a time, on another thread.
    private async ValueTask<T> AloneAsync<T>(SemaphoreSlim gate, Func<T> work, CancellationToken cancellation)
    {
        CheckOpen();
        await gate.WaitAsync(cancellation);
        try
        {
            return await OnOtherThreadAsync(work);
        }
        finally
        {
            _ = gate.Release();
        }
    }

    private async ValueTask AloneAsync(SemaphoreSlim gate, Action work, CancellationToken cancellation) => _ = await AloneAsync(
        gate,
        () =>
        {
            work();
            return true;
        },
        cancellation);

    // A read of one value, on another thread; while the names of a batch change it waits.
    private async ValueTask<T> LaterAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return _isCommitting ? await AloneAsync(_names, work, cancellation) : await OnOtherThreadAsync(work);
    }

    private async Task OnOtherThreadAsync(Action work) => _ = await OnOtherThreadAsync(() =>
    {
        work();
        return true;
    });

    private async Task<T> OnOtherThreadAsync<T>(Func<T> work)
    {
        CheckOpen();
        _underWay++;
        try
        {
            return await BlockingWork.RunAsync(work);
        }
        finally
        {
            _underWay--;
            CloseWhenIdle();
        }
    }

    private void CloseWhenIdle()
    {
        if (_isDisposed && _underWay == 0)
        {
            _tree.Dispose();
        }
    }

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);

    private static ReadOnlyMemory<byte>? Memory(byte[]? value) =>
        value is null ? default(ReadOnlyMemory<byte>?) : new ReadOnlyMemory<byte>(value);
}
