namespace MirageGen;

/// <summary>
/// KV_RW: values by key, for reading and writing. Each write is atomic: a reader, and a restart after a failure, sees
/// the old value or the new one. What has been written is safe from a failure once <see cref="FlushAsync"/> completes.
/// </summary>
public interface IKeyValueStore : IKeyValueReader
{
    /// <summary>Sets a value, making the dictionaries above it.</summary>
    /// <param name="key">Not the root.</param>
    /// <param name="value">Copied or written before the task completes; must not change until then.</param>
    /// <param name="cancellation">Gives up, before anything is changed or not at all.</param>
    /// <exception cref="DeviceException">The key or one above it is of the other kind, or the store is full or fails.</exception>
    ValueTask SetAsync(Key key, ReadOnlyMemory<byte> value, CancellationToken cancellation = default);

    /// <summary>Removes a value, or a dictionary with everything below it; does nothing when there is nothing.</summary>
    ValueTask RemoveAsync(Key key, CancellationToken cancellation = default);

    /// <summary>Moves a value or a dictionary, replacing a value that lies under the new key.</summary>
    /// <exception cref="DeviceException">There is nothing under the old key, or the new one lies within it.</exception>
    ValueTask RenameAsync(Key from, Key to, CancellationToken cancellation = default);

    /// <summary>Applies several writes, in order, so that a reader of this store sees all of them or none.</summary>
    /// <remarks>A store that cannot keep this across a failure of the machine says so in its documentation.</remarks>
    ValueTask ApplyAsync(KeyValueBatch batch, CancellationToken cancellation = default);

    /// <summary>Completes when everything written before is safe from a failure of the process and of the machine.</summary>
    ValueTask FlushAsync(CancellationToken cancellation = default);
}
