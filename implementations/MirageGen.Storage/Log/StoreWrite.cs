namespace MirageGen.Storage.Log;

/// <summary>One write to a store.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Key">To what.</param>
/// <param name="To">Of a rename, the new key.</param>
/// <param name="Octets">The value that is set; empty when it is on the disk already.</param>
internal sealed record StoreWrite(WriteKind Kind, Key Key, Key To = default, ReadOnlyMemory<byte> Octets = default)
{
    /// <summary>Of a set, the value as the index will have it.</summary>
    public StoredValue? Value { get; set; }
}
