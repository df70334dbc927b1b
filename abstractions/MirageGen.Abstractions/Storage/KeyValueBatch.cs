namespace MirageGen;

/// <summary>Writes to be applied together; see <see cref="IKeyValueStore.ApplyAsync"/>.</summary>
public sealed class KeyValueBatch
{
    private readonly List<KeyValueWrite> _writes = [];

    /// <summary>The writes, in order.</summary>
    public IReadOnlyList<KeyValueWrite> Writes => _writes;

    /// <summary>Adds setting a value.</summary>
    /// <param name="key">Not the root.</param>
    /// <param name="value">Must not change until the batch has been applied.</param>
    public KeyValueBatch Set(Key key, ReadOnlyMemory<byte> value)
    {
        _writes.Add(new(key, value));
        return this;
    }

    /// <summary>Adds removing what lies under a key.</summary>
    public KeyValueBatch Remove(Key key)
    {
        _writes.Add(new(key, null));
        return this;
    }
}
