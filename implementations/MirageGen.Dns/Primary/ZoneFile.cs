namespace MirageGen.Dns.Primary;

/// <summary>A zone's file in a store.</summary>
/// <param name="Store">Where it lies, and what it includes beside it or below.</param>
/// <param name="Key">Its key.</param>
/// <param name="Name">What messages call it.</param>
internal sealed record ZoneFile(IKeyValueReader Store, Key Key, string Name);
