namespace MirageGen.Storage;

/// <summary>
/// The layout of an image of embedded content: a directory tree packed by the build into one run of octets, which the
/// program searches in place. The build writes it and <see cref="EmbeddedView"/> reads it; this is its one definition.
/// </summary>
/// <remarks>
/// <para>Integers are little-endian; offsets count octets from the image's first one; the image starts at an address
/// that is a multiple of <see cref="Alignment"/>.</para>
/// <code>
/// header     0  magic "MIRAGEKV"
///            8  version (u32)
///           12  number of entries (u32), at least one: the root
///           16  length of the whole image (u32)
///           20  offset of the children (u32)
///           24  number of children (u32)
///           28  zero (u32)
/// entries   32  one of 72 octets for each value and dictionary, sorted by key
/// children      for each dictionary the indices (u32) of the entries directly below it, sorted by name
/// names         the keys, UTF-16, so that they compare as <see cref="Key"/> does without conversion
/// values        identity, gzip and Brotli forms, each at a multiple of <see cref="Alignment"/>
///
/// entry      0  offset of the key (u32)
///            4  length of the key in UTF-16 units (u16)
///            6  kind (u16), as <see cref="KeyKind"/>
///            8  last modification, seconds since 1970 in UTC (i64)
///           16  identity: offset (u32), length (u32); of a dictionary, its first child and how many there are
///           24  gzip: offset (u32), length (u32); length zero when there is none
///           32  Brotli: offset (u32), length (u32); length zero when there is none
///           40  SHA-256: of the value; of a dictionary, over kinds, names and digests of its children
/// </code>
/// The entries are sorted by UTF-16 unit over the whole key; the root's is the empty one and comes first. Values that
/// are equal are stored once.
/// </remarks>
internal static class EmbeddedLayout
{
    /// <summary>The version that this code reads and writes.</summary>
    public const uint Version = 1;

    /// <summary>What the addresses of the image and of every value in it are multiples of.</summary>
    public const int Alignment = 8;

    public const int VersionOffset = 8;
    public const int EntryCountOffset = 12;
    public const int LengthOffset = 16;
    public const int ChildrenOffset = 20;
    public const int ChildCountOffset = 24;
    public const int HeaderBytes = 32;

    public const int NameField = 0;
    public const int NameLengthField = 4;
    public const int KindField = 6;
    public const int ModifiedField = 8;
    public const int IdentityField = 16;
    public const int GzipField = 24;
    public const int BrotliField = 32;
    public const int DigestField = 40;
    public const int EntryBytes = 72;

    public const int ChildBytes = sizeof(uint);
    public const int DigestBytes = 32;

    /// <summary>The first octets of every image.</summary>
    public static ReadOnlySpan<byte> Magic => "MIRAGEKV"u8;
}
