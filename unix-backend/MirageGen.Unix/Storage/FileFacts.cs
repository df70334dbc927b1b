using System.Buffers.Binary;

namespace MirageGen.Unix.Storage;

/// <summary>What the file system says of a key, and what tells one state of a value from another.</summary>
/// <param name="Kind">A regular file is a value, a directory a dictionary; anything else is nothing.</param>
/// <param name="Size">Octets.</param>
/// <param name="Modified">When its content was last set.</param>
/// <param name="Changed">When anything about it last changed, as the file system counts.</param>
/// <param name="Identity">The number of its inode.</param>
internal readonly record struct FileFacts(KeyKind Kind, long Size, DateTimeOffset Modified, long Changed, ulong Identity)
{
    private const int DigestBytes = 32;

    public KeyInfo Info => Kind switch
    {
        KeyKind.Value => new(Kind, Size, Modified),
        KeyKind.Dictionary => new(Kind, 0, Modified),
        _ => KeyInfo.None,
    };

    /// <summary>What differs whenever the value does; see <see cref="DirectoryStore"/>.</summary>
    public byte[] Digest()
    {
        var digest = new byte[DigestBytes];
        BinaryPrimitives.WriteInt64BigEndian(digest, Size);
        BinaryPrimitives.WriteInt64BigEndian(digest.AsSpan(8), Modified.UtcTicks);
        BinaryPrimitives.WriteInt64BigEndian(digest.AsSpan(16), Changed);
        BinaryPrimitives.WriteUInt64BigEndian(digest.AsSpan(24), Identity);
        return digest;
    }
}
