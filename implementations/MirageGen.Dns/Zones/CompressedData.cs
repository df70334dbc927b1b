using System.Buffers.Binary;

namespace MirageGen.Dns.Zones;

/// <summary>Writes records' data with names that end in pointers into the owner, as if that stood in the question.</summary>
internal static class CompressedData
{
    /// <summary>The pointer to an offset in the question's name.</summary>
    public static ushort PointerTo(int offset) => (ushort)(0xC000 | (RecordBlock.QuestionAt + offset));

    /// <summary>Writes data.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">Sound data, names in it uncompressed.</param>
    /// <param name="owner">The owner's name.</param>
    /// <param name="destination">As long as the data at least.</param>
    /// <returns>Octets written.</returns>
    public static int Write(RecordType type, ReadOnlySpan<byte> data, ReadOnlySpan<byte> owner, Span<byte> destination)
    {
        var names = NameLayout.Of(type, out var skip);
        data[..skip].CopyTo(destination);
        var written = skip;
        data = data[skip..];
        for (var i = 0; i < names; i++)
        {
            var name = data[..NameOctets.Length(data)];
            written += WriteName(name, owner, destination[written..]);
            data = data[name.Length..];
        }

        data.CopyTo(destination[written..]);
        return written + data.Length;
    }

    private static int WriteName(ReadOnlySpan<byte> name, ReadOnlySpan<byte> owner, Span<byte> destination)
    {
        // A wildcard's own label is not in the question.
        var first = owner.StartsWith("\u0001*"u8) ? 2 : 0;
        for (var at = 0; name[at] != 0; at += 1 + name[at])
        {
            var suffix = name[at..];
            var offset = first;
            while (owner.Length - offset > suffix.Length)
            {
                offset += 1 + owner[offset];
            }

            if (NameOctets.Equals(owner[offset..], suffix))
            {
                name[..at].CopyTo(destination);
                BinaryPrimitives.WriteUInt16BigEndian(destination[at..], PointerTo(offset));
                return at + sizeof(ushort);
            }
        }

        name.CopyTo(destination);
        return name.Length;
    }
}
