namespace MirageGen.Dns.Validation;

/// <summary>What the types at a name say of another type there.</summary>
internal static class TypesPresent
{
    /// <summary>Judges a type's absence (RFC 4035 section 5.4, RFC 6840 section 4).</summary>
    /// <param name="bitmap">The types at the name.</param>
    /// <param name="type">The type that should not be there.</param>
    /// <param name="isRoot">Whether the name is the root, which has no zone above.</param>
    public static DenialVerdict Judge(ReadOnlySpan<byte> bitmap, RecordType type, bool isRoot)
    {
        var isCut = IsCut(bitmap);
        if (TypeBitmap.Contains(bitmap, type) || TypeBitmap.Contains(bitmap, RecordType.Cname))
        {
            return DenialVerdict.Unproved;
        }

        if (type == RecordType.DS)
        {
            // What the zone itself says of what stands above it is worth nothing.
            return TypeBitmap.Contains(bitmap, RecordType.Soa) && !isRoot ? DenialVerdict.Unproved
                : isCut ? DenialVerdict.UnsignedZone
                : DenialVerdict.Proved;
        }

        // The zone above a cut knows nothing of what stands below.
        return isCut ? DenialVerdict.Unproved : DenialVerdict.Proved;
    }

    /// <summary>Whether the name is where another zone begins, as the zone above sees it.</summary>
    public static bool IsCut(ReadOnlySpan<byte> bitmap) =>
        TypeBitmap.Contains(bitmap, RecordType.NS) && !TypeBitmap.Contains(bitmap, RecordType.Soa);
}
