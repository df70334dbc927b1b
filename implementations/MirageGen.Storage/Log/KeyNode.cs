using System.Text;

namespace MirageGen.Storage.Log;

/// <summary>What lies under a key: a value, or a dictionary, which has children unless it is the root.</summary>
internal sealed class KeyNode
{
    /// <summary>The last segment of its key; empty for the root.</summary>
    public string Name { get; set; } = string.Empty;

    public KeyNode? Parent { get; set; }

    public StoredValue? Value { get; init; }

    /// <summary>Null for a value.</summary>
    public Dictionary<string, KeyNode>? Children { get; private init; }

    public KeyKind Kind => Value is null ? KeyKind.Dictionary : KeyKind.Value;

    public static KeyNode NewDictionary() => new() { Children = new(StringComparer.Ordinal) };

    public static KeyNode Of(StoredValue value) => new() { Value = value };

    /// <summary>The whole key.</summary>
    public string Path()
    {
        var path = new StringBuilder(Name);
        for (var above = Parent; above?.Parent is not null; above = above.Parent)
        {
            path.Insert(0, '/').Insert(0, above.Name);
        }

        return path.ToString();
    }

    /// <summary>The children, in ordinal order.</summary>
    public List<KeyNode> Sorted()
    {
        var nodes = new List<KeyNode>(Children?.Count ?? 0);
        if (Children is not null)
        {
            nodes.AddRange(Children.Values);
            nodes.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        }

        return nodes;
    }
}
