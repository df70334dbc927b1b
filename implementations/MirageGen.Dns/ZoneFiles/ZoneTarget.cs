namespace MirageGen.Dns;

/// <summary>A record that names a host of the zone.</summary>
internal readonly record struct ZoneTarget(DomainName Owner, DomainName Name, RecordType Type, string? File, int Line);
