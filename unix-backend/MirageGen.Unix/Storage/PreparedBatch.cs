namespace MirageGen.Unix.Storage;

/// <summary>A batch whose values are on the disk and wait for their names.</summary>
internal sealed class PreparedBatch
{
    private readonly List<(Key Key, string? Temporary)> _writes = [];

    private PreparedBatch()
    {
    }

    /// <summary>Writes the values of a batch.</summary>
    /// <exception cref="DeviceException">One cannot be written; then none is.</exception>
    public static PreparedBatch Prepare(FileTree tree, KeyValueBatch batch)
    {
        var prepared = new PreparedBatch();
        BatchCheck.Check(tree, batch);
        try
        {
            foreach (var write in batch.Writes)
            {
                prepared._writes.Add((write.Key, write.Value is { } value ? tree.Prepare(write.Key, value.Span) : null));
            }
        }
        catch (DeviceException)
        {
            prepared.Abandon(tree, 0);
            throw;
        }

        return prepared;
    }

    /// <summary>Changes the names, in order.</summary>
    /// <exception cref="DeviceException">One cannot be changed; those before it have been.</exception>
    public void Commit(FileTree tree)
    {
        for (var i = 0; i < _writes.Count; i++)
        {
            var (key, temporary) = _writes[i];
            try
            {
                if (temporary is null)
                {
                    tree.Remove(key);
                }
                else
                {
                    tree.Commit(key, temporary);
                }
            }
            catch (DeviceException)
            {
                Abandon(tree, i + 1);
                throw;
            }
        }
    }

    private void Abandon(FileTree tree, int first)
    {
        foreach (var (_, temporary) in _writes.Skip(first))
        {
            if (temporary is not null)
            {
                tree.Abandon(temporary);
            }
        }
    }
}
