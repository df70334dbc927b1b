namespace MirageGen.Storage.Log;

/// <summary>
/// What the store holds: its keys, and where their values are. Writes are tried first, by doing and undoing them, so that they are
/// refused before anything is written; nothing reads meanwhile.
/// </summary>
internal sealed class StoreIndex
{
    private readonly KeyTree _keys = new();

    /// <summary>The values in the order of the log.</summary>
    public LogOrder Values { get; } = new();

    /// <summary>What it holds.</summary>
    public KeyWeight Weight => _keys.Weight;

    /// <summary>What lies under a key.</summary>
    public KeyNode? Find(Key key) => _keys.Find(key);

    /// <summary>Finds out what writes come to; nothing is changed.</summary>
    /// <exception cref="DeviceException">One of them cannot be done.</exception>
    public WriteTrial Try(IReadOnlyList<StoreWrite> writes)
    {
        var swapped = new List<SwappedNode>();
        var onlyRemoves = true;
        try
        {
            for (var i = 0; i < writes.Count; i++)
            {
                onlyRemoves &= writes[i].Kind == WriteKind.Remove;
                Do(writes[i], swapped);
            }

            return new(Weight, swapped.Count > 0, onlyRemoves);
        }
        finally
        {
            for (var i = swapped.Count - 1; i >= 0; i--)
            {
                _ = _keys.Swap(swapped[i].Key, swapped[i].Was);
            }
        }
    }

    /// <summary>Does writes that have been tried, or that a log says were done.</summary>
    /// <exception cref="DeviceException">One of them cannot be done.</exception>
    public void Apply(IReadOnlyList<StoreWrite> writes)
    {
        var swapped = new List<SwappedNode>();
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            swapped.Clear();
            Do(write, swapped);
            if (write.Kind == WriteKind.Rename)
            {
                // What was under the old key lies under the new one now.
                Forget(swapped.Count > 1 ? swapped[1].Was : null);
                continue;
            }

            Forget(swapped.Count > 0 ? swapped[0].Was : null);
            if (write.Value is not null)
            {
                Values.Add(write.Value);
            }
        }
    }

    private void Do(StoreWrite write, List<SwappedNode> swapped)
    {
        switch (write.Kind)
        {
            case WriteKind.Set:
                VerifyPlace("set", write.Key, write.Key);
                var node = KeyNode.Of(write.Value!);
                write.Value!.Owner = node;
                swapped.Add(new(write.Key, _keys.Swap(write.Key, node)));
                break;
            case WriteKind.Remove:
                if (_keys.Swap(write.Key, null) is { } removed)
                {
                    swapped.Add(new(write.Key, removed));
                }

                break;
            default:
                Rename(write.Key, write.To, swapped);
                break;
        }
    }

    private void Rename(Key from, Key to, List<SwappedNode> swapped)
    {
        if (from.IsRoot || _keys.Find(from) is not { } node)
        {
            throw new DeviceException($"cannot rename '{from}': there is nothing under that key");
        }

        if (from == to)
        {
            return;
        }

        if (to.IsWithin(from))
        {
            throw new DeviceException($"cannot rename '{from}' to '{to}', which lies within it");
        }

        VerifyPlace("rename", from, to);
        if (to.Path.Length + LongestBelow(node) > Key.MaxLength)
        {
            throw new DeviceException($"cannot rename '{from}' to '{to}': a key below it would have more than {Key.MaxLength} characters");
        }

        swapped.Add(new(from, _keys.Swap(from, null)));
        swapped.Add(new(to, _keys.Swap(to, node)));
    }

    /// <summary>Whether a key may become a value's, or that of what is moved there.</summary>
    private void VerifyPlace(string verb, Key key, Key place)
    {
        var what = key == place ? $"cannot {verb} '{key}'" : $"cannot {verb} '{key}' to '{place}'";
        if (place.IsRoot || _keys.Find(place) is { Kind: KeyKind.Dictionary })
        {
            throw new DeviceException(key == place ? $"{what}: it is a dictionary" : $"{what}, which is a dictionary");
        }

        for (var above = place.Parent; !above.IsRoot; above = above.Parent)
        {
            if (_keys.Find(above) is { Kind: KeyKind.Value })
            {
                throw new DeviceException($"{what}: '{above}' is a value");
            }
        }
    }

    private static int LongestBelow(KeyNode node)
    {
        var longest = 0;
        if (node.Children is not null)
        {
            foreach (var child in node.Children.Values)
            {
                longest = Math.Max(longest, 1 + child.Name.Length + LongestBelow(child));
            }
        }

        return longest;
    }

    private void Forget(KeyNode? node)
    {
        if (node?.Value is { } value)
        {
            Values.Remove(value);
        }
        else if (node?.Children is { } children)
        {
            foreach (var child in children.Values)
            {
                Forget(child);
            }
        }
    }
}
