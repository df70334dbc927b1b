using System.Buffers.Binary;
using MirageGen.Dns.Transfer;

namespace MirageGen.Dns.Secondary;

/// <summary>
/// Keeps zones of others on a store: the records under one key, in their wire form with a digest behind them, and under
/// another when their primary last said that they are the newest.
/// </summary>
internal sealed class ZoneStore(IKeyValueStore store)
{
    /// <summary>Reads a zone.</summary>
    /// <returns>The zone and when it was last confirmed; null when there is none, or it is damaged.</returns>
    public async Task<(Zone Zone, DateTimeOffset Confirmed)?> ReadAsync(DomainName origin, CancellationToken stop)
    {
        var octets = await store.GetAsync(RecordsKey(origin), stop);
        var confirmed = await store.GetAsync(ConfirmedKey(origin), stop);
        return octets is { } records
            && confirmed is { Length: sizeof(long) } time
            && StoredRecords.TryOpen(records, out var content)
            && StoredZone.TryRead(origin, content, out var zone)
            && BinaryPrimitives.ReadInt64BigEndian(time.Span) is >= 0 and <= uint.MaxValue and var seconds
                ? (zone, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }

    /// <summary>Writes a zone, and that it is confirmed.</summary>
    public async Task WriteAsync(Zone zone, DateTimeOffset confirmed, CancellationToken stop)
    {
        await store.ApplyAsync(
            new KeyValueBatch().Set(RecordsKey(zone.Origin), StoredRecords.Seal(StoredZone.Write(zone))).Set(ConfirmedKey(zone.Origin), Write(confirmed)), stop);
        await store.FlushAsync(stop);
    }

    /// <summary>Writes that a zone is confirmed.</summary>
    public async Task WriteAsync(DomainName origin, DateTimeOffset confirmed, CancellationToken stop)
    {
        await store.SetAsync(ConfirmedKey(origin), Write(confirmed), stop);
        await store.FlushAsync(stop);
    }

    /// <summary>Removes what is kept of a zone.</summary>
    public async Task RemoveAsync(DomainName origin, CancellationToken stop)
    {
        await store.ApplyAsync(new KeyValueBatch().Remove(RecordsKey(origin)).Remove(ConfirmedKey(origin)), stop);
        await store.FlushAsync(stop);
    }

    private static Key RecordsKey(DomainName origin) => ZoneKeys.Of(origin) / "records";

    private static Key ConfirmedKey(DomainName origin) => ZoneKeys.Of(origin) / "confirmed";

    private static byte[] Write(DateTimeOffset time)
    {
        var octets = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(octets, time.ToUnixTimeSeconds());
        return octets;
    }
}
