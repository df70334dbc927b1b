using System.Buffers.Binary;

namespace MirageGen.Dns;

/// <summary>Judges single fields on the wire.</summary>
internal static class RdataField
{
    /// <summary>Whether a field is a name.</summary>
    public static bool IsName(RdataFieldKind kind) => kind <= RdataFieldKind.ExactName;

    /// <summary>Judges a field and finds where it ends.</summary>
    /// <param name="kind">What it should be; a name is uncompressed.</param>
    /// <param name="rest">The record's data from the field on; untrusted.</param>
    /// <param name="length">The field's octets.</param>
    public static RdataError Measure(RdataFieldKind kind, ReadOnlySpan<byte> rest, out int length)
    {
        length = FixedLength(kind);
        if (length > 0)
        {
            return rest.Length < length ? RdataError.Truncated
                : kind == RdataFieldKind.Location && !Location.IsSound(rest[..length]) ? RdataError.Value
                : RdataError.None;
        }

        switch (kind)
        {
            case RdataFieldKind.CompressibleName or RdataFieldKind.FoldedName or RdataFieldKind.ExactName:
                return NameOctets.Measure(rest, out length, out _) == NameError.None ? RdataError.None : RdataError.Name;
            case RdataFieldKind.Text or RdataFieldKind.Salt:
                return MeasureCounted(rest, 0, out length);
            case RdataFieldKind.HashedName:
                return MeasureCounted(rest, 1, out length);
            case RdataFieldKind.Tag:
                return MeasureTag(rest, out length);
            case RdataFieldKind.Texts:
                return MeasureTexts(rest, out length);
            default:
                length = rest.Length;
                return MeasureToEnd(kind, rest);
        }
    }

    private static int FixedLength(RdataFieldKind kind) => kind switch
    {
        RdataFieldKind.Byte or RdataFieldKind.Algorithm or RdataFieldKind.NamedAlgorithm => sizeof(byte),
        RdataFieldKind.UInt16 or RdataFieldKind.Type or RdataFieldKind.CertificateType => sizeof(ushort),
        RdataFieldKind.UInt32 or RdataFieldKind.Seconds or RdataFieldKind.Time => sizeof(uint),
        RdataFieldKind.IPv4 => IPv4Address.OctetCount,
        RdataFieldKind.IPv6 => IPv6Address.OctetCount,
        RdataFieldKind.Location => Location.Octets,
        _ => 0,
    };

    private static RdataError MeasureToEnd(RdataFieldKind kind, ReadOnlySpan<byte> rest) => kind switch
    {
        RdataFieldKind.TypeBitmap => TypeBitmap.Judge(rest),
        RdataFieldKind.ServiceParameters => ServiceParameters.Judge(rest),
        RdataFieldKind.TextToEnd => RdataError.None,
        _ => rest.IsEmpty ? RdataError.Truncated : RdataError.None,
    };

    private static RdataError MeasureCounted(ReadOnlySpan<byte> rest, int least, out int length)
    {
        length = rest.IsEmpty ? 1 : 1 + rest[0];
        return length > rest.Length ? RdataError.Truncated : length - 1 < least ? RdataError.Value : RdataError.None;
    }

    private static RdataError MeasureTag(ReadOnlySpan<byte> rest, out int length)
    {
        var error = MeasureCounted(rest, 1, out length);
        return error != RdataError.None ? error
            : IsAlphanumeric(rest[1..length]) ? RdataError.None
            : RdataError.Value;
    }

    private static RdataError MeasureTexts(ReadOnlySpan<byte> rest, out int length)
    {
        length = 0;
        do
        {
            var error = MeasureCounted(rest[length..], 0, out var one);
            length += one;
            if (error != RdataError.None)
            {
                return error;
            }
        }
        while (length < rest.Length);

        return RdataError.None;
    }

    /// <summary>Whether all octets are letters and digits of ASCII.</summary>
    public static bool IsAlphanumeric(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A number field's value.</summary>
    public static uint ReadNumber(ReadOnlySpan<byte> field) => field.Length switch
    {
        sizeof(byte) => field[0],
        sizeof(ushort) => BinaryPrimitives.ReadUInt16BigEndian(field),
        _ => BinaryPrimitives.ReadUInt32BigEndian(field),
    };
}
