namespace MirageGen.Dns.Zones;

/// <summary>A record on its way into a zone.</summary>
/// <param name="Name">The number of its owner, in the order in which names came.</param>
/// <param name="Type">What it says.</param>
/// <param name="Covered">For a signature, the type that it covers; otherwise its own type.</param>
/// <param name="Ttl">Seconds.</param>
/// <param name="DataAt">Where its data begins.</param>
/// <param name="DataLength">How many octets of data there are.</param>
internal readonly record struct StagedRecord(int Name, RecordType Type, RecordType Covered, uint Ttl, int DataAt, ushort DataLength);
