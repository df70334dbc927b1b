namespace MirageGen.Unix.Storage;

/// <summary>Whether a batch can be applied to the names as they are, so that it is refused before anything has changed.</summary>
internal sealed class BatchCheck
{
    private readonly FileTree _tree;
    private readonly Dictionary<Key, KeyKind> _after = [];
    private readonly List<Key> _removed = [];

    private BatchCheck(FileTree tree) => _tree = tree;

    /// <summary>Goes through a batch.</summary>
    /// <exception cref="DeviceException">A value would have to be a dictionary, or the other way round.</exception>
    public static void Check(FileTree tree, KeyValueBatch batch)
    {
        var check = new BatchCheck(tree);
        foreach (var write in batch.Writes)
        {
            if (write.Value is null)
            {
                check.Remove(write.Key);
            }
            else
            {
                check.Set(write.Key);
            }
        }
    }

    private void Set(Key key)
    {
        if (KindOf(key) == KeyKind.Dictionary)
        {
            throw new DeviceException($"cannot set '{key}' in directory '{_tree.Directory}': it is a dictionary");
        }

        _after[key] = KeyKind.Value;
        for (var above = key.Parent; !above.IsRoot; above = above.Parent)
        {
            if (KindOf(above) == KeyKind.Value)
            {
                throw new DeviceException($"cannot set '{key}' in directory '{_tree.Directory}': '{above}' is a value");
            }

            _after[above] = KeyKind.Dictionary;
        }
    }

    private void Remove(Key key)
    {
        foreach (var below in _after.Keys.Where(other => other.IsWithin(key)).ToArray())
        {
            _ = _after.Remove(below);
        }

        _removed.Add(key);
    }

    private KeyKind KindOf(Key key) =>
        _after.TryGetValue(key, out var kind) ? kind
        : _removed.Exists(key.IsWithin) ? KeyKind.None
        : _tree.Find(key).Kind;
}
