using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Update;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns;

/// <summary>
/// Keeps what dynamic updates have changed on a store, so that nothing that was acknowledged is lost: each change under a key
/// of its own, which is there whole or not at all; now and then the whole zone in the place of many changes.
/// </summary>
/// <remarks>
/// A journal belongs to a zone file with one serial number. Who edits the file gives it another, and what was changed since is
/// then dropped, with a line in the log.
/// </remarks>
/// <param name="store">Where it is kept.</param>
/// <param name="log">Where it says what was replayed, and what was damaged.</param>
public sealed class ZoneJournal(IKeyValueStore store, ILogger log)
{
    /// <summary>After so many changes the whole zone is written in their place.</summary>
    internal const int MostChanges = 1000;

    /// <summary>After so many octets of changes too.</summary>
    internal const long MostOctets = 4 * 1024 * 1024;

    private readonly Dictionary<DomainName, JournalState> _zones = [];

    /// <summary>Makes a zone what it was last, and from now on keeps its changes.</summary>
    /// <param name="zone">The zone as its file has it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DeviceException">The store fails.</exception>
    public async Task<Zone> ReplayAsync(Zone zone, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var state = new JournalState(zone.Serial);
        _zones[zone.Origin] = state;
        var octets = await store.GetAsync(BaseKey(zone.Origin), stop);
        if (!TryReadBase(zone, octets, out var begin))
        {
            if (octets is not null)
            {
                JournalLog.BeginsAnew(log, zone.Origin, zone.Serial);
                await store.RemoveAsync(JournalKey(zone.Origin), stop);
            }

            return zone;
        }

        state.HasBase = true;
        return await ReplayAsync(begin, state, stop);
    }

    /// <summary>Whether the changes of a zone are kept: it is the one that was replayed, and what became of it.</summary>
    internal bool Keeps(Zone zone) => _zones.TryGetValue(zone.Origin, out var state) && state.Serial == zone.Serial;

    /// <summary>Keeps a change; when it completes, that is safe.</summary>
    /// <param name="change">The change.</param>
    /// <param name="behind">The zone behind it.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="DeviceException">The store fails: it may be there or not, and the next write puts the whole zone in its place.</exception>
    internal async Task AppendAsync(ZoneChange change, Zone behind, CancellationToken stop)
    {
        var state = _zones[behind.Origin];
        var octets = WriteChange(change);
        var batch = new KeyValueBatch();
        var isFull = state.IsUncertain || state.Changes + 1 >= MostChanges || state.Octets + octets.Length > MostOctets;
        if (isFull)
        {
            batch.Set(BaseKey(behind.Origin), WriteBase(state.FileSerial, StoredZone.Write(behind))).Remove(ChangesKey(behind.Origin));
        }
        else
        {
            if (!state.HasBase)
            {
                batch.Set(BaseKey(behind.Origin), WriteBase(state.FileSerial, default));
            }

            batch.Set(ChangeKey(behind.Origin, state.Next), octets);
        }

        state.IsUncertain = true;
        await store.ApplyAsync(batch, stop);
        await store.FlushAsync(stop);
        state.IsUncertain = false;
        state.HasBase = true;
        state.Serial = behind.Serial;
        state.Next++;
        state.Changes = isFull ? 0 : state.Changes + 1;
        state.Octets = isFull ? 0 : state.Octets + octets.Length;
    }

    private async Task<Zone> ReplayAsync(Zone begin, JournalState state, CancellationToken stop)
    {
        var changes = new ZoneChanges(begin);
        var entries = await store.ListAsync(ChangesKey(begin.Origin), stop);
        for (var i = 0; i < entries.Count; i++)
        {
            var octets = await store.GetAsync(entries[i].Key, stop);
            if (!TryReadChange(octets, out var change)
                || !long.TryParse(entries[i].Key.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !changes.TryAdd(change))
            {
                await CutOffAsync(begin.Origin, entries, i, stop);
                break;
            }

            state.Next = number + 1;
            state.Changes++;
            state.Octets += octets!.Value.Length;
        }

        state.Serial = begin.Serial;
        if (state.Changes == 0)
        {
            return begin;
        }

        if (changes.Apply() is not { } zone)
        {
            await CutOffAsync(begin.Origin, entries, 0, stop);
            state.Changes = 0;
            state.Octets = 0;
            return begin;
        }

        state.Serial = zone.Serial;
        JournalLog.Replayed(log, zone.Origin, state.Changes, zone.Serial);
        return zone;
    }

    /// <summary>Removes what cannot be read, and all behind it: without the one before no change has a meaning.</summary>
    private async Task CutOffAsync(DomainName origin, IReadOnlyList<KeyEntry> entries, int first, CancellationToken stop)
    {
        JournalLog.CutOff(log, origin, entries[first].Key.Name.ToString(), entries.Count - first - 1);
        var batch = new KeyValueBatch();
        for (var i = first; i < entries.Count; i++)
        {
            batch.Remove(entries[i].Key);
        }

        await store.ApplyAsync(batch, stop);
        await store.FlushAsync(stop);
    }

    private static Key JournalKey(DomainName origin) => ZoneKeys.Of(origin) / "journal";

    private static Key BaseKey(DomainName origin) => JournalKey(origin) / "base";

    private static Key ChangesKey(DomainName origin) => JournalKey(origin) / "changes";

    private static Key ChangeKey(DomainName origin, long number) =>
        ChangesKey(origin) / number.ToString("D19", CultureInfo.InvariantCulture);

    private static byte[] WriteBase(uint serial, ReadOnlyMemory<byte> records)
    {
        var head = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(head, serial);
        return StoredRecords.Seal(head, records);
    }

    private static bool TryReadBase(Zone zone, ReadOnlyMemory<byte>? octets, out Zone begin)
    {
        begin = zone;
        if (!StoredRecords.TryOpen(octets, out var content)
            || content.Length < sizeof(uint)
            || BinaryPrimitives.ReadUInt32BigEndian(content) != zone.Serial)
        {
            return false;
        }

        if (content.Length == sizeof(uint))
        {
            return true;
        }

        var isSound = StoredZone.TryRead(zone.Origin, content[sizeof(uint)..], out var stored);
        begin = stored ?? zone;
        return isSound;
    }

    private static byte[] WriteChange(ZoneChange change)
    {
        var head = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32BigEndian(head, change.Removed.Octets.Length);
        return StoredRecords.Seal(head, change.Removed.Octets, change.Added.Octets);
    }

    private static bool TryReadChange(ReadOnlyMemory<byte>? octets, [NotNullWhen(true)] out ZoneChange? change)
    {
        change = null;
        if (!StoredRecords.TryOpen(octets, out var content) || content.Length < sizeof(uint))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(content);
        content = content[sizeof(uint)..];
        return length >= 0
            && length <= content.Length
            && RecordList.TryRead(content[..length], out var removed)
            && RecordList.TryRead(content[length..], out var added)
            && ZoneChange.TryMake(removed, added, out change);
    }
}
