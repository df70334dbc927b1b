using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using MirageGen.Dns.Transfer;
using MirageGen.Dns.Zones;
using Org.BouncyCastle.Crypto.Digests;

namespace MirageGen.Dns.Secondary;

/// <summary>
/// Keeps zones of others on a store: the records under one key, in their wire form with a digest behind them, and under
/// another when their primary last said that they are the newest.
/// </summary>
internal sealed class ZoneStore(IKeyValueStore store)
{
    private const int DigestOctets = 32;

    /// <summary>Reads a zone.</summary>
    /// <returns>The zone and when it was last confirmed; null when there is none, or it is damaged.</returns>
    public async Task<(Zone Zone, DateTimeOffset Confirmed)?> ReadAsync(DomainName origin, CancellationToken stop)
    {
        var octets = await store.GetAsync(RecordsKey(origin), stop);
        var confirmed = await store.GetAsync(ConfirmedKey(origin), stop);
        return octets is { } records
            && confirmed is { Length: sizeof(long) } time
            && TryRead(origin, records.Span, out var zone)
            && BinaryPrimitives.ReadInt64BigEndian(time.Span) is >= 0 and <= uint.MaxValue and var seconds
                ? (zone, DateTimeOffset.FromUnixTimeSeconds(seconds))
                : null;
    }

    /// <summary>Writes a zone, and that it is confirmed.</summary>
    public async Task WriteAsync(Zone zone, DateTimeOffset confirmed, CancellationToken stop)
    {
        await store.ApplyAsync(
            new KeyValueBatch().Set(RecordsKey(zone.Origin), Write(zone)).Set(ConfirmedKey(zone.Origin), Write(confirmed)), stop);
        await store.FlushAsync(stop);
    }

    /// <summary>Writes that a zone is confirmed.</summary>
    public async Task WriteAsync(DomainName origin, DateTimeOffset confirmed, CancellationToken stop)
    {
        await store.SetAsync(ConfirmedKey(origin), Write(confirmed), stop);
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

    private static byte[] Write(Zone zone)
    {
        var list = new RecordList();
        for (var records = new ZoneRecords(zone); records.MoveNext();)
        {
            list.Add(records.Current);
        }

        var octets = new byte[list.Octets.Length + DigestOctets];
        list.Octets.CopyTo(octets);
        Digest(list.Octets.Span, octets.AsSpan(list.Octets.Length));
        return octets;
    }

    private static bool TryRead(DomainName origin, ReadOnlySpan<byte> octets, [NotNullWhen(true)] out Zone? zone)
    {
        zone = null;
        Span<byte> digest = stackalloc byte[DigestOctets];
        if (octets.Length < DigestOctets)
        {
            return false;
        }

        Digest(octets[..^DigestOctets], digest);
        if (!digest.SequenceEqual(octets[^DigestOctets..]) || !RecordList.TryRead(octets[..^DigestOctets], out var list))
        {
            return false;
        }

        var builder = new ZoneBuilder(origin);
        var hasSoa = false;
        for (var at = 0; list.TryRead(ref at, out var record);)
        {
            if (!NameOctets.IsSubdomain(record.Owner, origin.Octets))
            {
                return false;
            }

            hasSoa |= record.Type == RecordType.Soa && NameOctets.Equals(record.Owner, origin.Octets);
            builder.Add(record);
        }

        zone = hasSoa ? builder.Build() : null;
        return hasSoa;
    }

    private static void Digest(ReadOnlySpan<byte> octets, Span<byte> digest)
    {
        var hash = new Sha256Digest();
        hash.BlockUpdate(octets);
        hash.DoFinal(digest);
    }
}
