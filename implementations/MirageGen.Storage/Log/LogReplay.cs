using Microsoft.Extensions.Logging;

namespace MirageGen.Storage.Log;

/// <summary>Reads a log, from its first record to its end, into an index.</summary>
/// <remarks>
/// A record belongs to the log when it bears the log's identity, the next number, and, as the writer before it, the last record's.
/// What a crash has left behind the end fits that never: its writer is not the one that wrote the record that it would follow, since
/// each opening of the store writes under an identity of its own. The identities are at random, so that no value whose octets look
/// like a record is taken for one.
/// </remarks>
internal sealed class LogReplay
{
    private readonly DiskPlan _plan;
    private readonly LogWindow _window;
    private readonly StoreIndex _index;
    private readonly long _memoryLimit;
    private LogEnd _end;

    private LogReplay(IBlock block, DiskPlan plan, LogEnd begin, StoreIndex index, long memoryLimit)
    {
        _plan = plan;
        _window = new(block, plan, begin.Half);
        _index = index;
        _memoryLimit = memoryLimit;
        _end = begin;
    }

    /// <summary>Reads it.</summary>
    /// <param name="block">The disk.</param>
    /// <param name="plan">Where its halves are.</param>
    /// <param name="begin">The log, without a record.</param>
    /// <param name="index">Filled.</param>
    /// <param name="memoryLimit">The most octets that the index may take.</param>
    /// <param name="log">Where it says that something was left out.</param>
    /// <returns>The log with all its records.</returns>
    /// <exception cref="DeviceException">Something that was safe is damaged, or does not fit into memory.</exception>
    public static async Task<LogEnd> RunAsync(
        IBlock block, DiskPlan plan, LogEnd begin, StoreIndex index, long memoryLimit, ILogger log)
    {
        var replay = new LogReplay(block, plan, begin, index, memoryLimit);
        while (await replay.TryReadRecordAsync())
        {
        }

        await LostRecords.VerifyAsync(block, plan, replay._end, log);
        return replay._end;
    }

    private async Task<bool> TryReadRecordAsync()
    {
        var room = _plan.HalfOctets - _end.Position;
        if (room < _plan.SectorBytes
            || !RecordHeader.TryRead((await _window.GetAsync(_end.Position, LogLayout.RecordBytes)).Span, out var header)
            || header.Log != _end.Header.Log
            || header.Sequence != _end.Sequence + 1
            || header.Previous != _end.Writer
            || header.Octets > room)
        {
            return false;
        }

        var table = await ReadAsync(_end.Position + LogLayout.RecordBytes, header.TableBytes);
        if (Checksum.Of(table) != header.TableChecksum
            || !TryReadTable(table, header, out var writes)
            || !await HasSoundValuesAsync(writes))
        {
            return false;
        }

        Apply(writes);
        var flushed = Math.Max(_end.Flushed, header.Flushed);
        _end = _end.After(_plan.Padded(header.Octets), header.Writer) with { Flushed = flushed };
        return true;
    }

    private async Task<byte[]> ReadAsync(long offset, int count)
    {
        var octets = new byte[count];
        for (var done = 0; done < count;)
        {
            var piece = await _window.GetAsync(offset + done, Math.Min(LogWindow.MostBytes, count - done));
            piece.CopyTo(octets.AsMemory(done));
            done += piece.Length;
        }

        return octets;
    }

    private bool TryReadTable(ReadOnlySpan<byte> table, in RecordHeader header, out List<StoreWrite> writes)
    {
        writes = [];
        var offset = _end.Position + LogLayout.RecordBytes + table.Length;
        for (var i = 0; i < header.Entries; i++)
        {
            if (!RecordEntry.TryRead(table, out var entry, out var octets))
            {
                return false;
            }

            writes.Add(new(entry.Kind, entry.Key, entry.To)
            {
                Value = entry.Kind == WriteKind.Set
                    ? new StoredValue(entry.Length, entry.Checksum, entry.Ticks, entry.Version) { Offset = offset }
                    : null,
            });
            offset += entry.Length;
            table = table[octets..];
        }

        return table.IsEmpty && offset == _end.Position + header.Octets;
    }

    private async Task<bool> HasSoundValuesAsync(List<StoreWrite> writes)
    {
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i].Value is { } value && await ChecksumAsync(value) != value.Checksum)
            {
                return false;
            }
        }

        return true;
    }

    private async ValueTask<uint> ChecksumAsync(StoredValue value)
    {
        var checksum = new Checksum();
        for (var done = 0; done < value.Length;)
        {
            var piece = await _window.GetAsync(value.Offset + done, Math.Min(LogWindow.MostBytes, value.Length - done));
            checksum.Add(piece.Span);
            done += piece.Length;
        }

        return checksum.Value;
    }

    private void Apply(List<StoreWrite> writes)
    {
        try
        {
            _index.Apply(writes);
        }
        catch (DeviceException error)
        {
            throw new DeviceException(
                $"the store on the disk is damaged: record {_end.Sequence + 1} does not fit those before it: {error.Message}", error);
        }

        if (_index.Weight.MemoryOctets > _memoryLimit)
        {
            throw new DeviceException(
                $"the keys of the store on the disk take more than {_memoryLimit} octets of memory, a quarter of what there is: give it more");
        }
    }
}
