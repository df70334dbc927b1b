namespace MirageGen;

/// <summary>
/// KV_RO: values by key, for reading. What is absent is a value of the result (<see cref="KeyKind.None"/>, null), not
/// an error; <see cref="DeviceException"/> is for a store that fails.
/// </summary>
public interface IKeyValueReader
{
    /// <summary>What lies under a key: MirageOS's exists, size and last_modified in one.</summary>
    ValueTask<KeyInfo> FindAsync(Key key, CancellationToken cancellation = default);

    /// <summary>A whole value.</summary>
    /// <returns>Memory that the caller may keep and must not write to; null when there is no value under the key.</returns>
    /// <exception cref="DeviceException">The value is larger than the store hands out whole (2 GiB at most), or cannot be read.</exception>
    ValueTask<ReadOnlyMemory<byte>?> GetAsync(Key key, CancellationToken cancellation = default);

    /// <summary>A part of a value.</summary>
    /// <param name="key">Which value.</param>
    /// <param name="offset">Where to begin, in octets.</param>
    /// <param name="destination">Filled from its start.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>How many octets were read: fewer than asked only at the value's end, zero beyond it or when there is no value.</returns>
    ValueTask<int> ReadAsync(Key key, long offset, Memory<byte> destination, CancellationToken cancellation = default);

    /// <summary>The keys directly below a dictionary, in ordinal order; empty when it is none.</summary>
    ValueTask<IReadOnlyList<KeyEntry>> ListAsync(Key key, CancellationToken cancellation = default);

    /// <summary>A digest that differs when the value, or anything below the dictionary, differs.</summary>
    /// <returns>Opaque octets, comparable within one store only; null when there is nothing under the key.</returns>
    ValueTask<ReadOnlyMemory<byte>?> DigestAsync(Key key, CancellationToken cancellation = default);
}
