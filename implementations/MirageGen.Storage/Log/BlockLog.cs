using System.Buffers.Binary;
using Microsoft.Extensions.Logging;

namespace MirageGen.Storage.Log;

/// <summary>
/// The log on a disk: appends records, reads values, and goes over to the other half. One call that writes at a time; reads at
/// any time.
/// </summary>
/// <remarks>
/// After a write or a flush that failed nobody knows what of it is on the disk, and a later flush that succeeds says less than one
/// would like. So nothing is appended behind it: the next call that writes first copies what is alive to the other half, where
/// nothing is in doubt.
/// </remarks>
internal sealed class BlockLog
{
    // A log is copied when it is more than twice what is alive, but not for less than this: a short one is read in no time.
    private const long LeastWaste = 1024 * 1024;

    private readonly IBlock _block;
    private readonly IRandom _random;
    private readonly ILogger _log;
    private readonly StoreIndex _index;
    private readonly DiskPlan _plan;
    private readonly LogHalf[] _halves;
    private readonly ulong _writer;
    private LogEnd _end;
    private LogEnd? _copied;
    private bool _isUncertain;
    private bool _isSafe;
    private long _copyAgainAt;

    private BlockLog(IBlock block, IRandom random, ILogger log, StoreIndex index, DiskPlan plan, LogHalf[] halves, LogEnd end)
    {
        _block = block;
        _random = random;
        _log = log;
        _index = index;
        _plan = plan;
        _halves = halves;
        _end = end;
        _writer = NewIdentity(random);
    }

    /// <summary>A number that no value has had.</summary>
    public ulong NextVersion => _end.Sequence + 1;

    /// <summary>Opens the log of a disk, or makes a first one on a blank disk.</summary>
    public static async Task<BlockLog> OpenAsync(IBlock block, IRandom random, ILogger log, StoreIndex index, long memoryLimit)
    {
        var header = await DiskHeaders.ReadAsync(block);
        var isBlank = header is null;
        header ??= new HalfHeader(1, NewIdentity(random), block.SectorCount, block.SectorBytes, 1, 0);
        var plan = new DiskPlan(block.SectorBytes, header.Value.SectorCount);
        LogHalf[] halves = [new(plan, 0), new(plan, 1)];
        var begin = LogEnd.Begin(halves[DiskHeaders.HalfOf(header.Value.Generation)], header.Value);
        if (!isBlank)
        {
            return new(block, random, log, index, plan, halves, await LogReplay.RunAsync(block, plan, begin, index, memoryLimit, log));
        }

        if (block.IsReadOnly)
        {
            throw new DeviceException("the disk is blank and read-only: a store can be made on it once it may be written");
        }

        await DiskHeaders.FormatAsync(block, halves, header.Value);
        StoreMessages.Formatted(log, plan.RoomOctets);
        return new(block, random, log, index, plan, halves, begin);
    }

    /// <summary>Reads a whole value.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Which.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Memory of its own.</returns>
    /// <exception cref="DeviceException">It is damaged, or the disk fails.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> GetAsync(Key key, StoredValue value, CancellationToken cancellation)
    {
        var octets = value.Length > 0 ? await ReadAsync(value.Offset, value.Length, cancellation) : default;
        return Checksum.Of(octets.Span) == value.Checksum
            ? octets
            : throw new DeviceException($"the value of '{key}' is damaged on the disk: remove it, and set it anew");
    }

    /// <summary>Reads a part of a value, without a look at its checksum.</summary>
    public async ValueTask ReadAsync(StoredValue value, long offset, Memory<byte> destination, CancellationToken cancellation)
    {
        var piece = await ReadAsync(value.Offset + offset, destination.Length, cancellation);
        piece.CopyTo(destination);
    }

    /// <summary>Sees to it that a record can be appended.</summary>
    /// <param name="octets">Its length.</param>
    /// <param name="trial">What it does.</param>
    /// <exception cref="DeviceException">It has no room, or the disk fails.</exception>
    public async ValueTask PrepareAsync(long octets, WriteTrial trial)
    {
        octets = _plan.Padded(octets);
        VerifyRoom(octets, trial);
        await SettleAsync();
        var least = LogCopy.MostOctets(_plan, _index.Weight.DiskOctets);

        // A value that is damaged keeps the log from being copied: there has to be room to remove it.
        if (_end.Position + octets > RoomFor(trial))
        {
            await CopyAsync();
        }
        else if (_end.Position > Math.Max(LeastWaste, 2 * least) && _end.Position >= _copyAgainAt)
        {
            await TryCopyAsync();
        }
    }

    /// <summary>Appends a record. Not before <see cref="PrepareAsync"/>.</summary>
    /// <param name="table">What it says.</param>
    /// <param name="writes">Its writes, in the same order; their values learn their places.</param>
    /// <exception cref="DeviceException">The disk fails; the record counts for nothing, unless the machine ends before something else was written.</exception>
    public async ValueTask AppendAsync(RecordTable table, IReadOnlyList<StoreWrite> writes)
    {
        var octets = _plan.Padded(table.Octets);
        List<ReadOnlyMemory<byte>> buffers = [table.Seal(_end.Next(_writer))];
        var offset = _end.Position + table.HeadBytes;
        for (var i = 0; i < writes.Count; i++)
        {
            if (writes[i].Value is { Length: > 0 } value)
            {
                value.Offset = offset;
                offset += value.Length;
                buffers.Add(writes[i].Octets);
            }
        }

        if (octets > table.Octets)
        {
            buffers.Add(new byte[octets - table.Octets]);
        }

        try
        {
            await _block.WriteAsync(_end.Half.StartSector + (_end.Position / _plan.SectorBytes), buffers, CancellationToken.None);
        }
        catch
        {
            _isUncertain = true;
            throw;
        }

        _end = _end.After(octets, _writer);
    }

    /// <summary>Has everything that was appended on stable storage.</summary>
    public async ValueTask FlushAsync()
    {
        await SettleAsync();
        if (_end.Flushed < _end.Sequence)
        {
            await FlushBlockAsync();
            _end = _end with { Flushed = _end.Sequence };
        }
    }

    private static ulong NewIdentity(IRandom random)
    {
        var octets = new byte[sizeof(ulong)];
        random.Fill(octets);
        return BinaryPrimitives.ReadUInt64LittleEndian(octets);
    }

    private long RoomFor(in WriteTrial trial) => trial.OnlyRemoves ? _plan.HalfOctets : _plan.RoomOctets;

    private void VerifyRoom(long octets, WriteTrial trial)
    {
        var alive = LogCopy.MostOctets(_plan, _index.Weight.DiskOctets);
        var room = RoomFor(trial);
        if (alive + octets > room || (!trial.OnlyRemoves && LogCopy.MostOctets(_plan, trial.After.DiskOctets) > room))
        {
            throw new DeviceException(
                $"the store is full: {alive} of {room} octets are taken, and what is written takes {octets}; remove something, or give it a larger disk");
        }
    }

    // What an earlier failure, or an earlier opening, has left open comes first. The headers that were found may not be safe yet: the
    // half that they say is free must not be written to before they are.
    private async ValueTask SettleAsync()
    {
        if (!_isSafe)
        {
            await FlushBlockAsync();
            _isSafe = true;
            _end = _end with { Flushed = _end.Sequence };
        }

        if (_copied is not null)
        {
            await GoOverAsync();
        }

        if (_isUncertain)
        {
            await CopyAsync();
        }
    }

    private async ValueTask TryCopyAsync()
    {
        try
        {
            await CopyAsync();
        }
        catch (DeviceException error) when (_copied is null && !_isUncertain)
        {
            // There is room where the log is. It will be tried again when it has grown by a quarter.
            _copyAgainAt = _end.Position + (_end.Position / 4);
            StoreMessages.NotCopied(_log, error.Message);
        }
    }

    private async ValueTask CopyAsync()
    {
        var target = _halves[1 - _end.Half.Index];
        await target.WaitUntilIdleAsync();
        var header = _end.Header with
        {
            Generation = _end.Header.Generation + 1,
            Log = NewIdentity(_random),
            First = _end.Sequence + 1,
        };
        var copied = await LogCopy.RunAsync(_block, _plan, _end.Half, _index.Values, LogEnd.Begin(target, header), _writer);
        await FlushBlockAsync();
        _copied = copied with { Flushed = copied.Sequence, Header = header with { Flushed = copied.Sequence } };
        await GoOverAsync();
    }

    // From the first attempt on it may be that this header is on the disk: so nothing else is written before it surely is.
    private async ValueTask GoOverAsync()
    {
        await DiskHeaders.WriteAsync(_block, _copied!.Half, _copied.Header);
        for (var value = _index.Values.First; value is not null; value = value.Newer)
        {
            value.Offset = value.Moved;
        }

        _end = _copied;
        _copied = null;
        _isUncertain = false;
        _copyAgainAt = 0;
    }

    private async ValueTask FlushBlockAsync()
    {
        try
        {
            await _block.FlushAsync(CancellationToken.None);
        }
        catch
        {
            _isUncertain = true;
            throw;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long offset, int count, CancellationToken cancellation)
    {
        var half = _end.Half;
        var start = offset / _plan.SectorBytes * _plan.SectorBytes;
        var skipped = (int)(offset - start);
        var octets = new byte[_plan.Padded(skipped + (long)count)];
        half.BeginRead();
        try
        {
            await _block.ReadAsync(half.StartSector + (start / _plan.SectorBytes), octets, cancellation);
        }
        finally
        {
            half.EndRead();
        }

        return octets.AsMemory(skipped, count);
    }
}
