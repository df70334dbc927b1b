using Microsoft.Extensions.Logging;
using MirageGen.Storage.Log;

namespace MirageGen.Storage;

/// <summary>KV_RO and KV_RW on a disk: values in a log, which a restart reads to know where they are.</summary>
/// <remarks>
/// <para><b>A failure of the machine</b> leaves what was flushed, and of what was written since the first writes, in their order: none
/// is there without those before it, and a batch is there whole or not at all. Opening the store tells a write that was cut off,
/// which it leaves out, from one that was safe and is damaged, which is an error; it does not find the damage of the very last one,
/// nor of one that no record within 64 MB behind it tells of.</para>
/// <para><b>Room.</b> Half of the disk holds the log, the other half takes what is alive when the log is full or more than twice as
/// long as that: writes wait meanwhile, reads go on. So the values, with the old and the new one of what is set, have room in less
/// than half of the disk. Each write takes whole sectors until then.</para>
/// <para><b>Memory.</b> Values stay on the disk; keys, with 256 octets for each and 384 for each dictionary, are in memory, of which
/// they take a quarter at most. Opening takes as long as reading the log.</para>
/// <para><b>Limits.</b> A value has 1 GB at most; the keys of a batch, with 32 octets for each, 1 MB.</para>
/// <para><b>Damage</b> of a value is found when it is read whole, by its checksum; a part that is read is not checked.</para>
/// <para><b>After a write or a flush that failed</b> the next one first copies what is alive to the other half. A write that failed
/// counts for nothing; only if the machine ends before anything else was written it may turn out to have been done.</para>
/// <para>A disk whose first 1 MB is zeros is made a store, and one with anything else is refused. A disk that has become larger is used as far as it was; on one that is
/// read-only values are read. Nobody else must write to it.</para>
/// </remarks>
[Device(typeof(IKeyValueStore), typeof(IKeyValueReader), Target = "xen")]
public sealed class BlockStore : IKeyValueStore, IAsyncDisposable
{
    // Of the memory there is, for keys.
    private const int MemoryPart = 4;

    private readonly IBlock _block;
    private readonly TimeProvider _clock;
    private readonly long _memoryLimit;
    private readonly StoreIndex _index;
    private readonly BlockLog _log;

    // One writes or flushes at a time; who waits behind a flush needs none of his own.
    private readonly WriteTurns _writes = new();
    private bool _isDisposed;

    private BlockStore(IBlock block, TimeProvider clock, long memoryLimit, StoreIndex index, BlockLog log)
    {
        _block = block;
        _clock = clock;
        _memoryLimit = memoryLimit;
        _index = index;
        _log = log;
    }

    /// <summary>Opens the store on a disk, or makes one on a blank disk.</summary>
    /// <param name="block">The disk, with sectors of 512 or 4096 octets and 139,264 octets in all at least.</param>
    /// <param name="clock">Dates values.</param>
    /// <param name="random">Tells one opening of the store from another.</param>
    /// <param name="log">Where it says that a write was cut off.</param>
    /// <exception cref="DeviceException">
    /// The disk holds something else, has lost something that was safe, is too small, or smaller than it was; or its keys need
    /// more memory than there is.
    /// </exception>
    public static Task<BlockStore> ConnectAsync(IBlock block, TimeProvider clock, IRandom random, ILogger<BlockStore> log) =>
        ConnectAsync(block, clock, random, log, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / MemoryPart);

    internal static async Task<BlockStore> ConnectAsync(IBlock block, TimeProvider clock, IRandom random, ILogger log, long memoryLimit)
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
        var index = new StoreIndex();
        return new(block, clock, memoryLimit, index, await BlockLog.OpenAsync(block, random, log, index, memoryLimit));
    }

    /// <inheritdoc/>
    public ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        cancellation.ThrowIfCancellationRequested();
        return new(_index.Find(key) switch
        {
            null => KeyInfo.None,
            { Value: { } value } => value.Info,
            _ => new(KeyKind.Dictionary, 0, default),
        });
    }

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        cancellation.ThrowIfCancellationRequested();
        return _index.Find(key)?.Value is { } value
            ? await _log.GetAsync(key, value, cancellation)
            : default(ReadOnlyMemory<byte>?);
    }

    /// <inheritdoc/>
    public async ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default)
    {
        CheckOpen();
        cancellation.ThrowIfCancellationRequested();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (_index.Find(key)?.Value is not { } value || offset >= value.Length || destination.IsEmpty)
        {
            return 0;
        }

        var count = (int)Math.Min(destination.Length, value.Length - offset);
        await _log.ReadAsync(value, offset, destination[..count], cancellation);
        return count;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        cancellation.ThrowIfCancellationRequested();
        var children = _index.Find(key)?.Sorted() ?? [];
        var entries = new KeyEntry[children.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = new(key / children[i].Name, children[i].Kind);
        }

        return new(entries);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default)
    {
        CheckOpen();
        cancellation.ThrowIfCancellationRequested();
        return new(_index.Find(key) is { } node ? new ReadOnlyMemory<byte>(DigestBuilder.Of(node)) : default(ReadOnlyMemory<byte>?));
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(Key key, ReadOnlyMemory<byte> value, CancellationToken cancellation = default) =>
        WriteAsync([new(WriteKind.Set, key, Octets: value)], cancellation);

    /// <inheritdoc/>
    public ValueTask RemoveAsync(Key key, CancellationToken cancellation = default) =>
        WriteAsync([new(WriteKind.Remove, key)], cancellation);

    /// <inheritdoc/>
    public ValueTask RenameAsync(Key from, Key to, CancellationToken cancellation = default) =>
        WriteAsync([new(WriteKind.Rename, from, to)], cancellation);

    /// <inheritdoc/>
    public ValueTask ApplyAsync(KeyValueBatch batch, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var writes = new List<StoreWrite>(batch.Writes.Count);
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            var write = batch.Writes[i];
            writes.Add(write.Value is { } value
                ? new(WriteKind.Set, write.Key, Octets: value)
                : new(WriteKind.Remove, write.Key));
        }

        return WriteAsync(writes, cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask FlushAsync(CancellationToken cancellation = default)
    {
        await EnterAsync(cancellation);
        try
        {
            // Nothing was written by us to a disk that may not be written.
            if (!_block.IsReadOnly)
            {
                await _log.FlushAsync();
            }
        }
        finally
        {
            _writes.GiveBack();
        }
    }

    /// <summary>Waits for the write that is under way; those behind it, and all that is asked later, fail. Flushes nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _writes.TakeAsync(CancellationToken.None);
        _writes.GiveBack();
    }

    private async ValueTask WriteAsync(List<StoreWrite> writes, CancellationToken cancellation)
    {
        await EnterAsync(cancellation);
        try
        {
            if (_block.IsReadOnly)
            {
                throw new DeviceException("the store cannot be written: its disk is read-only");
            }

            var table = Describe(writes);
            var trial = _index.Try(writes);
            if (trial.IsChange)
            {
                VerifyMemory(trial);
                await _log.PrepareAsync(table.Octets, trial);
                await _log.AppendAsync(table, writes);
                _index.Apply(writes);
            }
        }
        finally
        {
            _writes.GiveBack();
        }
    }

    private RecordTable Describe(List<StoreWrite> writes)
    {
        var ticks = _clock.GetUtcNow().UtcTicks;
        var table = new RecordTable();
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            if (write.Octets.Length > LogLayout.MostValueBytes)
            {
                throw new DeviceException(
                    $"cannot set '{write.Key}': the value has {write.Octets.Length} octets, and may have {LogLayout.MostValueBytes}");
            }

            var checksum = Checksum.Of(write.Octets.Span);
            if (write.Kind == WriteKind.Set)
            {
                write.Value = new(write.Octets.Length, checksum, ticks, _log.NextVersion);
            }

            table.Add(new(write.Kind, write.Key, write.To, write.Octets.Length, checksum, ticks, _log.NextVersion));
            if (table.IsTooLong)
            {
                throw new DeviceException(
                    $"the batch of {writes.Count} writes is too large: its keys take more than {LogLayout.MostTableBytes} octets; write it as several");
            }
        }

        return table;
    }

    private void VerifyMemory(in WriteTrial trial)
    {
        if (trial.After.MemoryOctets > _memoryLimit && trial.After.MemoryOctets > _index.Weight.MemoryOctets)
        {
            throw new DeviceException(
                $"the store is full: its keys take {_index.Weight.MemoryOctets} octets of memory, and may take {_memoryLimit}; remove some, or give it more memory");
        }
    }

    private async ValueTask EnterAsync(CancellationToken cancellation)
    {
        CheckOpen();
        await _writes.TakeAsync(cancellation);
        if (_isDisposed)
        {
            _writes.GiveBack();
            CheckOpen();
        }
    }

    private void CheckOpen() => ObjectDisposedException.ThrowIf(_isDisposed, this);
}
