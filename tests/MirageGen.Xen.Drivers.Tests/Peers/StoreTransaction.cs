namespace MirageGen.Xen.Drivers.Tests;

/// <summary>What a transaction is going to write, and the store's age when it began.</summary>
internal sealed record StoreTransaction(long Generation)
{
    public List<(string Path, string Value)> Writes { get; } = [];
}
