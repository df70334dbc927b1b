using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MirageGen.Storage;

/// <summary>
/// Borrowed, bounds-checked view of an image of embedded content (<see cref="EmbeddedLayout"/>). Opening it looks at
/// the header alone; each entry is judged when it is read, so that a damaged image is an error and never a read outside
/// it. Nothing here allocates unless it throws.
/// </summary>
internal readonly ref struct EmbeddedView
{
    private const long MinModified = -62_135_596_800;
    private const long MaxModified = 253_402_300_799;

    private readonly ReadOnlySpan<byte> _image;
    private readonly int _children;
    private readonly int _childCount;

    private EmbeddedView(ReadOnlySpan<byte> image, int count, int children, int childCount)
    {
        _image = image;
        Count = count;
        _children = children;
        _childCount = childCount;
    }

    /// <summary>How many entries there are; the first is the root.</summary>
    public int Count { get; }

    /// <summary>Checks the header.</summary>
    /// <exception cref="DeviceException">It is no such image, or of another version, or cut short.</exception>
    public static EmbeddedView Open(ReadOnlySpan<byte> image)
    {
        if (image.Length < EmbeddedLayout.HeaderBytes || !image.StartsWith(EmbeddedLayout.Magic))
        {
            throw new DeviceException("The embedded content is not an image that MirageGen's build has packed.");
        }

        var version = UInt32(image, EmbeddedLayout.VersionOffset);
        if (version != EmbeddedLayout.Version)
        {
            throw new DeviceException(
                $"The embedded content has layout {version} and this program reads {EmbeddedLayout.Version}: "
                + "use one version of MirageGen.Sdk and MirageGen.Storage.");
        }

        var length = UInt32(image, EmbeddedLayout.LengthOffset);
        var count = UInt32(image, EmbeddedLayout.EntryCountOffset);
        var children = UInt32(image, EmbeddedLayout.ChildrenOffset);
        var childCount = UInt32(image, EmbeddedLayout.ChildCountOffset);
        if (length != image.Length
            || count == 0
            || !Fits(image, EmbeddedLayout.HeaderBytes, count, EmbeddedLayout.EntryBytes)
            || !Fits(image, children, childCount, EmbeddedLayout.ChildBytes))
        {
            throw Damaged();
        }

        return new(image, (int)count, (int)children, (int)childCount);
    }

    /// <summary>Searches for a key.</summary>
    /// <returns>The entry's index; negative when there is none.</returns>
    public int Find(ReadOnlySpan<char> key)
    {
        var low = 0;
        var high = Count - 1;
        while (low <= high)
        {
            var middle = (int)((uint)(low + high) >> 1);
            var order = key.SequenceCompareTo(NameOf(middle));
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order > 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>The key of an entry.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public ReadOnlySpan<char> NameOf(int index)
    {
        var entry = Entry(index);
        var offset = UInt32(entry, EmbeddedLayout.NameField);
        var length = BinaryPrimitives.ReadUInt16LittleEndian(entry[EmbeddedLayout.NameLengthField..]);
        return Fits(_image, offset, length, sizeof(char))
            ? MemoryMarshal.Cast<byte, char>(_image.Slice((int)offset, length * sizeof(char)))
            : throw Damaged();
    }

    /// <summary>Reads an entry.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public EmbeddedEntry Read(int index)
    {
        var entry = Entry(index);
        var kind = (KeyKind)BinaryPrimitives.ReadUInt16LittleEndian(entry[EmbeddedLayout.KindField..]);
        var modified = BinaryPrimitives.ReadInt64LittleEndian(entry[EmbeddedLayout.ModifiedField..]);
        if (kind is not (KeyKind.Value or KeyKind.Dictionary) || modified is < MinModified or > MaxModified)
        {
            throw Damaged();
        }

        return new(
            kind,
            modified,
            kind == KeyKind.Value ? Slice(entry, EmbeddedLayout.IdentityField) : Children(entry),
            Slice(entry, EmbeddedLayout.GzipField),
            Slice(entry, EmbeddedLayout.BrotliField),
            new(EmbeddedLayout.HeaderBytes + (index * EmbeddedLayout.EntryBytes) + EmbeddedLayout.DigestField, EmbeddedLayout.DigestBytes));
    }

    /// <summary>The index of an entry directly below a dictionary.</summary>
    /// <param name="dictionary">An entry of that kind.</param>
    /// <param name="position">Below the number of its children.</param>
    public int ChildOf(in EmbeddedEntry dictionary, int position)
    {
        var slot = _children + ((dictionary.Identity.Offset + position) * EmbeddedLayout.ChildBytes);
        var index = UInt32(_image, slot);
        return index < (uint)Count ? (int)index : throw Damaged();
    }

    /// <summary>The error that every inconsistency within an image comes to.</summary>
    public static DeviceException Damaged() =>
        new("The embedded content is damaged: it points outside itself. Build the program again.");

    private ReadOnlySpan<byte> Entry(int index) =>
        _image.Slice(EmbeddedLayout.HeaderBytes + (index * EmbeddedLayout.EntryBytes), EmbeddedLayout.EntryBytes);

    private EmbeddedSlice Slice(ReadOnlySpan<byte> entry, int field)
    {
        var offset = UInt32(entry, field);
        var length = UInt32(entry, field + sizeof(uint));
        return length == 0 ? default
            : Fits(_image, offset, length, sizeof(byte)) ? new((int)offset, (int)length)
            : throw Damaged();
    }

    private EmbeddedSlice Children(ReadOnlySpan<byte> entry)
    {
        var first = UInt32(entry, EmbeddedLayout.IdentityField);
        var count = UInt32(entry, EmbeddedLayout.IdentityField + sizeof(uint));
        return (ulong)first + count <= (uint)_childCount ? new((int)first, (int)count) : throw Damaged();
    }

    private static bool Fits(ReadOnlySpan<byte> image, uint offset, uint count, int size) =>
        offset + ((ulong)count * (uint)size) <= (uint)image.Length;

    private static uint UInt32(ReadOnlySpan<byte> octets, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(octets[offset..]);
}
