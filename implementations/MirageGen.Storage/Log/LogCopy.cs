namespace MirageGen.Storage.Log;

/// <summary>Writes what is alive in a log to the other half, as a log of its own without anything else.</summary>
internal sealed class LogCopy
{
    // Values are gathered into one record until it has so many octets; a larger value has one of its own.
    private const int GatheredBytes = 64 * 1024;

    private readonly LogWindow _source;
    private readonly LogOutlet _target;
    private readonly ulong _writer;
    private LogEnd _end;

    private LogCopy(LogWindow source, LogOutlet target, LogEnd begin, ulong writer)
    {
        _source = source;
        _target = target;
        _end = begin;
        _writer = writer;
    }

    /// <summary>The most octets that a copy takes.</summary>
    public static long MostOctets(DiskPlan plan, long alive) =>
        alive + (((alive / (GatheredBytes - LogLayout.RecordBytes)) + 1) * (LogLayout.RecordBytes + plan.SectorBytes));

    /// <summary>Writes all; nothing of it is safe when it completes. Each value knows its new place (<see cref="StoredValue.Moved"/>).</summary>
    /// <param name="block">The disk.</param>
    /// <param name="plan">Where its halves are.</param>
    /// <param name="source">Where the values are.</param>
    /// <param name="values">Which they are; must not change meanwhile.</param>
    /// <param name="begin">The new log, without a record.</param>
    /// <param name="writer">Who writes it.</param>
    /// <returns>The new log.</returns>
    /// <exception cref="DeviceException">A value is damaged, or the disk fails.</exception>
    public static async Task<LogEnd> RunAsync(
        IBlock block, DiskPlan plan, LogHalf source, LogOrder values, LogEnd begin, ulong writer)
    {
        var copy = new LogCopy(new(block, plan, source), new(block, plan, begin.Half), begin, writer);
        for (var first = values.First; first is not null;)
        {
            first = await copy.WriteRecordAsync(first);
        }

        await copy._target.WriteAsync();
        return copy._end;
    }

    private async Task<StoredValue?> WriteRecordAsync(StoredValue first)
    {
        var table = new RecordTable();
        var behind = first;
        while (behind is not null && table.Octets < GatheredBytes)
        {
            table.Add(new(WriteKind.Set, Key.Parse(behind.Owner!.Path()), Key.Root, behind.Length, behind.Checksum, behind.Ticks, behind.Version));
            behind = behind.Newer;
        }

        await _target.AppendAsync(table.Seal(_end.Next(_writer)));
        for (var value = first; value != behind; value = value!.Newer)
        {
            value!.Moved = _target.Position;
            await CopyAsync(value);
        }

        await _target.PadAsync();
        _end = _end.After(_target.Position - _end.Position, _writer);
        return behind;
    }

    private async Task CopyAsync(StoredValue value)
    {
        var checksum = new Checksum();
        for (var done = 0; done < value.Length;)
        {
            var piece = await _source.GetAsync(value.Offset + done, Math.Min(LogWindow.MostBytes, value.Length - done));
            checksum.Add(piece.Span);
            await _target.AppendAsync(piece);
            done += piece.Length;
        }

        if (checksum.Value != value.Checksum)
        {
            throw new DeviceException($"the value of '{value.Owner!.Path()}' is damaged on the disk: remove it, and set it anew");
        }
    }
}
