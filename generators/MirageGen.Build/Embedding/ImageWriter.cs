using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using MirageGen.Storage;

namespace MirageGen.Build.Embedding;

/// <summary>Lays values out as one image (<see cref="EmbeddedLayout"/>); the same values give the same octets.</summary>
internal sealed class ImageWriter
{
    private readonly Node[] _nodes;
    private readonly int _childCount;
    private readonly Dictionary<byte[], int> _stored = [];
    private byte[] _image = [];
    private int _end;

    private ImageWriter(IEnumerable<PackedValue> values)
    {
        var root = new Node(Key.Root, null);
        var nodes = new Dictionary<Key, Node> { [Key.Root] = root };
        foreach (var value in values)
        {
            var node = new Node(value.Key, value);
            nodes.Add(value.Key, node);
            Attach(nodes, node);
        }

        _nodes = [.. nodes.Values.OrderBy(static node => node.Key)];
        for (var i = 0; i < _nodes.Length; i++)
        {
            _nodes[i].Index = i;
            _childCount += _nodes[i].Children.Count;
        }

        root.Finish();
    }

    /// <summary>Writes an image.</summary>
    /// <param name="values">In any order; arrays that several of them share are stored once.</param>
    public static byte[] Write(IEnumerable<PackedValue> values) => new ImageWriter(values).Write();

    private static void Attach(Dictionary<Key, Node> nodes, Node node)
    {
        while (!node.Key.IsRoot)
        {
            var isNew = !nodes.TryGetValue(node.Key.Parent, out var parent);
            parent ??= nodes[node.Key.Parent] = new Node(node.Key.Parent, null);
            parent.Children.Add(node);
            if (!isNew)
            {
                return;
            }

            node = parent;
        }
    }

    private byte[] Write()
    {
        var children = EmbeddedLayout.HeaderBytes + (_nodes.Length * EmbeddedLayout.EntryBytes);
        var names = children + (_childCount * EmbeddedLayout.ChildBytes);
        _end = names;
        _image = new byte[Capacity(names)];
        EmbeddedLayout.Magic.CopyTo(_image);
        Put(EmbeddedLayout.VersionOffset, EmbeddedLayout.Version);
        Put(EmbeddedLayout.EntryCountOffset, (uint)_nodes.Length);
        Put(EmbeddedLayout.ChildrenOffset, (uint)children);
        Put(EmbeddedLayout.ChildCountOffset, (uint)_childCount);

        foreach (var node in _nodes)
        {
            WriteName(node);
        }

        var firstChild = 0;
        foreach (var node in _nodes)
        {
            WriteEntry(node, children, ref firstChild);
        }

        Put(EmbeddedLayout.LengthOffset, (uint)_end);
        return _image[.._end];
    }

    private int Capacity(int names)
    {
        long octets = names;
        foreach (var node in _nodes)
        {
            octets += (node.Key.Path.Length * sizeof(char)) + (3 * EmbeddedLayout.Alignment);
            octets += node.Value is not { } value ? 0
                : value.Identity.Length + (long)(value.Variants.Gzip?.Length ?? 0) + (value.Variants.Brotli?.Length ?? 0);
        }

        return checked((int)octets);
    }

    private void WriteName(Node node)
    {
        var name = MemoryMarshal.AsBytes(node.Key.Path.AsSpan());
        var field = EntryOffset(node) + EmbeddedLayout.NameField;
        Put(field, (uint)_end);
        BinaryPrimitives.WriteUInt16LittleEndian(
            _image.AsSpan(EntryOffset(node) + EmbeddedLayout.NameLengthField), (ushort)node.Key.Path.Length);
        name.CopyTo(_image.AsSpan(_end));
        _end += name.Length;
    }

    private void WriteEntry(Node node, int children, ref int firstChild)
    {
        var entry = EntryOffset(node);
        BinaryPrimitives.WriteUInt16LittleEndian(_image.AsSpan(entry + EmbeddedLayout.KindField), (ushort)node.Kind);
        BinaryPrimitives.WriteInt64LittleEndian(_image.AsSpan(entry + EmbeddedLayout.ModifiedField), node.ModifiedSeconds);
        node.Digest.CopyTo(_image, entry + EmbeddedLayout.DigestField);
        if (node.Value is { } value)
        {
            Store(entry + EmbeddedLayout.IdentityField, value.Identity);
            Store(entry + EmbeddedLayout.GzipField, value.Variants.Gzip);
            Store(entry + EmbeddedLayout.BrotliField, value.Variants.Brotli);
            return;
        }

        Put(entry + EmbeddedLayout.IdentityField, (uint)firstChild);
        Put(entry + EmbeddedLayout.IdentityField + sizeof(uint), (uint)node.Children.Count);
        foreach (var child in node.Children)
        {
            Put(children + (firstChild++ * EmbeddedLayout.ChildBytes), (uint)child.Index);
        }
    }

    /// <summary>Stores an array, once however often it occurs, and writes into a field where it is.</summary>
    private void Store(int field, byte[]? octets)
    {
        if (octets is null or [])
        {
            return;
        }

        if (!_stored.TryGetValue(octets, out var offset))
        {
            offset = (_end + EmbeddedLayout.Alignment - 1) & -EmbeddedLayout.Alignment;
            octets.CopyTo(_image, offset);
            _end = offset + octets.Length;
            _stored.Add(octets, offset);
        }

        Put(field, (uint)offset);
        Put(field + sizeof(uint), (uint)octets.Length);
    }

    private void Put(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(_image.AsSpan(offset), value);

    private static int EntryOffset(Node node) => EmbeddedLayout.HeaderBytes + (node.Index * EmbeddedLayout.EntryBytes);

    /// <summary>A value, or a dictionary above one.</summary>
    private sealed class Node(Key key, PackedValue? value)
    {
        public Key Key { get; } = key;

        public PackedValue? Value { get; } = value;

        public List<Node> Children { get; } = [];

        public int Index { get; set; }

        public KeyKind Kind => Value is null ? KeyKind.Dictionary : KeyKind.Value;

        public byte[] Digest { get; private set; } = value?.Digest ?? [];

        public long ModifiedSeconds { get; private set; } = value?.ModifiedSeconds ?? 0;

        /// <summary>Sorts the children and computes what follows from them.</summary>
        public void Finish()
        {
            if (Value is not null)
            {
                return;
            }

            Children.Sort(static (left, right) => left.Key.CompareTo(right.Key));
            using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var child in Children)
            {
                child.Finish();
                digest.AppendData([(byte)child.Kind]);
                digest.AppendData(Encoding.UTF8.GetBytes(child.Key.Name.ToString()));
                digest.AppendData([0]);
                digest.AppendData(child.Digest);
                ModifiedSeconds = Math.Max(ModifiedSeconds, child.ModifiedSeconds);
            }

            Digest = digest.GetHashAndReset();
        }
    }
}
