using System.Buffers.Binary;
using System.Numerics;

namespace MirageGen.Dns;

/// <summary>
/// Names in their uncompressed wire form (RFC 1035 section 3.1), as spans: what is done with names without making objects
/// of them. Case is that of ASCII only (RFC 4343). A length octet is at most 63 and no letter, so that a whole name is
/// folded and compared without a look at where its labels end.
/// </summary>
internal static class NameOctets
{
    /// <summary>The most octets of a name, the root's among them (RFC 1035 section 2.3.4).</summary>
    public const int MaxOctets = 255;

    /// <summary>The most octets of a label.</summary>
    public const int MaxLabelOctets = 63;

    /// <summary>The most labels a name can have, without the root's: 127 of one octet each.</summary>
    public const int MaxLabels = 127;

    private const ulong EachHighBit = 0x8080_8080_8080_8080;
    private const ulong EachOne = 0x0101_0101_0101_0101;

    /// <summary>Judges a name at the beginning of some octets.</summary>
    /// <param name="octets">Untrusted.</param>
    /// <param name="length">The name's octets, with the root's.</param>
    /// <param name="labels">Its labels, without the root's.</param>
    public static NameError Measure(ReadOnlySpan<byte> octets, out int length, out int labels)
    {
        length = 0;
        labels = 0;
        while (length < octets.Length)
        {
            int label = octets[length];
            if (label > MaxLabelOctets)
            {
                return label >= 0xC0 ? NameError.Pointer : NameError.LabelType;
            }

            length += 1 + label;
            if (length > MaxOctets)
            {
                return NameError.NameTooLong;
            }

            if (label == 0)
            {
                return NameError.None;
            }

            labels++;
        }

        return NameError.Truncated;
    }

    /// <summary>The octets of the name at the beginning of octets that are known to begin with one.</summary>
    public static int Length(ReadOnlySpan<byte> octets)
    {
        var at = 0;
        while (octets[at] != 0)
        {
            at += 1 + octets[at];
        }

        return at + 1;
    }

    /// <summary>Whether two names are the same, whatever their case.</summary>
    public static bool Equals(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return false;
        }

        var at = 0;
        for (; left.Length - at >= sizeof(ulong); at += sizeof(ulong))
        {
            if (Fold(BinaryPrimitives.ReadUInt64LittleEndian(left[at..])) != Fold(BinaryPrimitives.ReadUInt64LittleEndian(right[at..])))
            {
                return false;
            }
        }

        return Fold(Rest(left[at..])) == Fold(Rest(right[at..]));
    }

    /// <summary>A hash that is the same for names that are the same. Not keyed: a table that strangers fill bounds its chains.</summary>
    public static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = 0x9E37_79B9_7F4A_7C15 ^ (uint)name.Length;
        for (; name.Length >= sizeof(ulong); name = name[sizeof(ulong)..])
        {
            hash = Mix(hash ^ Fold(BinaryPrimitives.ReadUInt64LittleEndian(name)));
        }

        hash = Mix(hash ^ Fold(Rest(name)));
        return (int)(hash ^ (hash >> 32));
    }

    /// <summary>Writes octets with their capitals made small: the canonical form of a name (RFC 4034 section 6.2).</summary>
    /// <param name="name">What to write.</param>
    /// <param name="destination">At least as long; may be the same memory.</param>
    public static void ToLower(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        var at = 0;
        for (; name.Length - at >= sizeof(ulong); at += sizeof(ulong))
        {
            BinaryPrimitives.WriteUInt64LittleEndian(destination[at..], Fold(BinaryPrimitives.ReadUInt64LittleEndian(name[at..])));
        }

        for (; at < name.Length; at++)
        {
            destination[at] = Fold(name[at]);
        }
    }

    /// <summary>Whether one name is another or below it.</summary>
    public static bool IsSubdomain(ReadOnlySpan<byte> name, ReadOnlySpan<byte> ancestor)
    {
        var at = 0;
        while (name.Length - at > ancestor.Length)
        {
            at += 1 + name[at];
        }

        return Equals(name[at..], ancestor);
    }

    /// <summary>The canonical order of names (RFC 4034 section 6.1): label by label from the right, as octets in small letters.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        Span<byte> leftStarts = stackalloc byte[MaxLabels];
        Span<byte> rightStarts = stackalloc byte[MaxLabels];
        var leftCount = FindLabels(left, leftStarts);
        var rightCount = FindLabels(right, rightStarts);
        for (var i = 1; i <= Math.Min(leftCount, rightCount); i++)
        {
            var order = CompareLabels(LabelAt(left, leftStarts[leftCount - i]), LabelAt(right, rightStarts[rightCount - i]));
            if (order != 0)
            {
                return order;
            }
        }

        return leftCount - rightCount;
    }

    /// <summary>Finds where a name's labels begin.</summary>
    /// <param name="name">A sound name.</param>
    /// <param name="starts">Offsets of the length octets, from the left; room for <see cref="MaxLabels"/>.</param>
    /// <returns>How many there are, without the root's.</returns>
    public static int FindLabels(ReadOnlySpan<byte> name, Span<byte> starts)
    {
        var count = 0;
        for (var at = 0; name[at] != 0; at += 1 + name[at])
        {
            starts[count++] = (byte)at;
        }

        return count;
    }

    private static ReadOnlySpan<byte> LabelAt(ReadOnlySpan<byte> name, int at) => name.Slice(at + 1, name[at]);

    private static int CompareLabels(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            var difference = Fold(left[i]) - Fold(right[i]);
            if (difference != 0)
            {
                return difference;
            }
        }

        return left.Length - right.Length;
    }

    private static byte Fold(byte octet) => (uint)(octet - 'A') <= 'Z' - 'A' ? (byte)(octet | 0x20) : octet;

    /// <summary>Makes the capitals among eight octets small, all at once.</summary>
    private static ulong Fold(ulong octets)
    {
        var heptets = octets & ~EachHighBit;
        var aboveZ = heptets + ((0x7F - 'Z') * EachOne);
        var fromA = heptets + ((0x80 - 'A') * EachOne);
        var capitals = ~octets & EachHighBit & (fromA ^ aboveZ);
        return octets | (capitals >> 2);
    }

    /// <summary>Less than eight octets as one number.</summary>
    private static ulong Rest(ReadOnlySpan<byte> octets)
    {
        var rest = 0UL;
        foreach (var octet in octets)
        {
            rest = (rest << 8) | octet;
        }

        return rest;
    }

    private static ulong Mix(ulong value) => BitOperations.RotateLeft(value * 0xBF58_476D_1CE4_E5B9, 29);
}
