using System.Text;

namespace MirageGen.Storage.Log;

/// <summary>
/// The keys, as a tree of their segments: a dictionary is there as long as something is below it. One operation changes it, and
/// undoes its own changes.
/// </summary>
internal sealed class KeyTree
{
    /// <summary>The store itself, always a dictionary.</summary>
    public KeyNode Root { get; private set; } = KeyNode.NewDictionary();

    /// <summary>What is in it.</summary>
    public KeyWeight Weight { get; private set; }

    /// <summary>What lies under a key.</summary>
    public KeyNode? Find(Key key)
    {
        var node = Root;
        if (!key.IsRoot)
        {
            foreach (var segment in key.Path.AsSpan().Split('/'))
            {
                if (node.Children?.GetValueOrDefault(key.Path[segment]) is not { } child)
                {
                    return null;
                }

                node = child;
            }
        }

        return node;
    }

    /// <summary>
    /// Puts something, or nothing, in the place of what lies under a key; makes the dictionaries above it, and removes those that
    /// are left with nothing in them. Doing it again with what it returns is as if nothing had been done.
    /// </summary>
    /// <param name="key">Nothing above it is a value; the root's place takes a dictionary, or nothing.</param>
    /// <param name="node">Not in the tree; null for nothing.</param>
    /// <returns>What was there, which is no longer in the tree; null for nothing.</returns>
    public KeyNode? Swap(Key key, KeyNode? node)
    {
        if (key.IsRoot)
        {
            return SwapRoot(node);
        }

        var name = key.Name.ToString();
        var keyBytes = Encoding.UTF8.GetByteCount(key.Path);
        var parent = node is null ? Find(key.Parent) : MakeDictionary(key.Parent);
        if (parent?.Children is not { } children)
        {
            return null;
        }

        if (children.Remove(name, out var old))
        {
            Weight -= KeyWeight.Of(old, name.Length, keyBytes);
            old.Parent = null;
        }

        if (node is null)
        {
            Prune(parent);
        }
        else
        {
            node.Name = name;
            node.Parent = parent;
            children.Add(name, node);
            Weight += KeyWeight.Of(node, name.Length, keyBytes);
        }

        return old;
    }

    private KeyNode? SwapRoot(KeyNode? node)
    {
        var old = Root;
        Root = node ?? KeyNode.NewDictionary();
        Weight = default;
        foreach (var child in Root.Children!.Values)
        {
            Weight += KeyWeight.Of(child, child.Name.Length, Encoding.UTF8.GetByteCount(child.Name));
        }

        return old.Children!.Count > 0 ? old : null;
    }

    private KeyNode MakeDictionary(Key key)
    {
        var node = Root;
        if (key.IsRoot)
        {
            return node;
        }

        foreach (var segment in key.Path.AsSpan().Split('/'))
        {
            var name = key.Path[segment];
            if (!node.Children!.TryGetValue(name, out var child))
            {
                child = KeyNode.NewDictionary();
                child.Name = name;
                child.Parent = node;
                node.Children.Add(name, child);
                Weight += KeyWeight.OfDictionary(name.Length);
            }

            node = child;
        }

        return node;
    }

    private void Prune(KeyNode node)
    {
        while (node.Parent is { } parent && node.Children!.Count == 0)
        {
            _ = parent.Children!.Remove(node.Name);
            Weight -= KeyWeight.OfDictionary(node.Name.Length);
            node.Parent = null;
            node = parent;
        }
    }
}
