using MirageGen.Dns.Wire;

namespace MirageGen.Dns;

/// <summary>A record's data as uncompressed octets, the form in which it is kept: judged, made canonical, sent and received.</summary>
internal static class Rdata
{
    /// <summary>The most octets (RFC 1035 section 3.2.1).</summary>
    public const int MaxOctets = ushort.MaxValue;

    /// <summary>Judges octets as a type's data.</summary>
    /// <param name="type">The type; of one that is not known everything is data.</param>
    /// <param name="class">The class it is of.</param>
    /// <param name="data">Untrusted; names in it uncompressed.</param>
    public static RdataError Judge(RecordType type, RecordClass @class, ReadOnlySpan<byte> data)
    {
        if (data.Length > MaxOctets)
        {
            return RdataError.TooLong;
        }

        if (RdataFormats.Find(type, @class) is not { } format)
        {
            return RdataError.None;
        }

        foreach (var kind in format.Fields)
        {
            var error = RdataField.Measure(kind, data, out var length);
            if (error != RdataError.None)
            {
                return error;
            }

            data = data[length..];
        }

        return data.IsEmpty ? RdataError.None : RdataError.Trailing;
    }

    /// <summary>Writes the canonical form (RFC 4034 section 6.2): the names of the types listed there in small letters.</summary>
    /// <param name="type">The type.</param>
    /// <param name="class">The class.</param>
    /// <param name="data">Sound data.</param>
    /// <param name="destination">At least as long; may be the same memory.</param>
    public static void CopyCanonical(RecordType type, RecordClass @class, ReadOnlySpan<byte> data, Span<byte> destination)
    {
        data.CopyTo(destination);
        if (RdataFormats.Find(type, @class) is not { } format)
        {
            return;
        }

        destination = destination[..data.Length];
        foreach (var kind in format.Fields)
        {
            RdataField.Measure(kind, destination, out var length);
            if (kind is RdataFieldKind.CompressibleName or RdataFieldKind.FoldedName)
            {
                NameOctets.ToLower(destination[..length], destination);
            }

            destination = destination[length..];
        }
    }

    /// <summary>Writes data into a message, compressing the names that may be (RFC 3597 section 4).</summary>
    /// <param name="writer">In a record.</param>
    /// <param name="type">The type.</param>
    /// <param name="class">The class.</param>
    /// <param name="data">Sound data.</param>
    public static void Write(ref MessageWriter writer, RecordType type, RecordClass @class, scoped ReadOnlySpan<byte> data)
    {
        if (RdataFormats.Find(type, @class) is { } format && format.Fields.Contains(RdataFieldKind.CompressibleName))
        {
            foreach (var kind in format.Fields)
            {
                RdataField.Measure(kind, data, out var length);
                if (kind == RdataFieldKind.CompressibleName)
                {
                    writer.WriteName(data[..length], compress: true);
                }
                else
                {
                    writer.Write(data[..length]);
                }

                data = data[length..];
            }
        }
        else
        {
            writer.Write(data);
        }
    }

    /// <summary>
    /// Copies a received record's data, its names uncompressed, and judges it. Compressed names are taken in every type
    /// that RFC 3597 section 4 allows a sender to have compressed.
    /// </summary>
    /// <param name="record">As received.</param>
    /// <param name="destination">Room for <see cref="MaxOctets"/>; what does not fit is <see cref="RdataError.TooLong"/>.</param>
    /// <param name="length">Octets written.</param>
    public static RdataError Read(in RecordView record, Span<byte> destination, out int length)
    {
        length = 0;
        if (RdataFormats.Find(record.Type, record.Class) is not { } format)
        {
            return Copy(record.Data, destination, ref length);
        }

        var at = record.DataOffset;
        var end = at + record.DataLength;
        foreach (var kind in format.Fields)
        {
            var error = RdataField.IsName(kind)
                ? ReadName(kind, record.Message[..end], ref at, destination, ref length)
                : ReadField(kind, record.Message[..end], ref at, destination, ref length);
            if (error != RdataError.None)
            {
                return error;
            }
        }

        return at == end ? RdataError.None : RdataError.Trailing;
    }

    private static RdataError ReadName(RdataFieldKind kind, ReadOnlySpan<byte> message, ref int at, Span<byte> destination, ref int length)
    {
        if (MessageName.TryRead(message, at, out var name, out var next) != NameError.None
            || (kind == RdataFieldKind.ExactName && next - at != name.Length))
        {
            return RdataError.Name;
        }

        if (name.Length > destination.Length - length)
        {
            return RdataError.TooLong;
        }

        at = next;
        length += name.CopyTo(destination[length..]);
        return RdataError.None;
    }

    private static RdataError ReadField(RdataFieldKind kind, ReadOnlySpan<byte> message, ref int at, Span<byte> destination, ref int length)
    {
        var error = RdataField.Measure(kind, message[at..], out var octets);
        if (error != RdataError.None)
        {
            return error;
        }

        var field = message.Slice(at, octets);
        at += octets;
        return Copy(field, destination, ref length);
    }

    private static RdataError Copy(ReadOnlySpan<byte> octets, Span<byte> destination, ref int length)
    {
        if (!octets.TryCopyTo(destination[length..]))
        {
            return RdataError.TooLong;
        }

        length += octets.Length;
        return RdataError.None;
    }
}
