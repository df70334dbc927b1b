using System.Buffers.Binary;

namespace MirageGen.Dns;

/// <summary>Reads a record's data from the words of an entry.</summary>
internal static class RdataParser
{
    /// <summary>Reads the words to the end of an entry as a type's data, or as <c>\# 2 ABCD</c> (RFC 3597 section 5).</summary>
    /// <param name="entry">At the first word of the data.</param>
    /// <param name="type">The type.</param>
    /// <param name="class">The class.</param>
    /// <param name="origin">What relative names are relative to.</param>
    /// <param name="rdata">Filled anew.</param>
    /// <exception cref="PresentationException">It is no such data.</exception>
    public static void Parse(Entry entry, RecordType type, RecordClass @class, ReadOnlySpan<byte> origin, RdataBuffer rdata)
    {
        rdata.Clear();
        var first = entry.HasMore ? entry.Next : throw entry.FailAtEnd($"the entry ends where the data of {TypeText.Of(type)} should be");
        var format = RdataFormats.Find(type, @class);
        if (!first.IsQuoted && entry.TextOf(first).SequenceEqual("\\#"u8))
        {
            entry.Take("\\#");
            ParseGeneric(entry, rdata);
        }
        else if (format is null)
        {
            throw entry.Fail(first, $"the data of {TypeText.Of(type)} is not known here; write \\#, its length, and hexadecimal digits");
        }
        else
        {
            foreach (var kind in format.Fields)
            {
                ParseField(entry, kind, origin, rdata);
            }
        }

        if (entry.HasMore)
        {
            throw entry.Fail(entry.Next, $"'{entry.Quote(entry.Next)}' is a word too many for {TypeText.Of(type)}");
        }

        var error = rdata.IsOverfull ? RdataError.TooLong : Rdata.Judge(type, @class, rdata.Written);
        if (error != RdataError.None)
        {
            throw entry.Fail(first, Describe(error, type));
        }
    }

    /// <summary>Reads a name.</summary>
    /// <param name="entry">At the word.</param>
    /// <param name="origin">What a relative name is relative to; empty for nothing.</param>
    /// <param name="destination">Room for <see cref="NameOctets.MaxOctets"/>.</param>
    /// <returns>The octets of the name.</returns>
    public static int ParseName(Entry entry, ReadOnlySpan<byte> origin, Span<byte> destination)
    {
        var token = entry.Take("a name");
        var text = entry.TextOf(token);
        if (text.SequenceEqual("@"u8) && !token.IsQuoted && !origin.IsEmpty)
        {
            origin.CopyTo(destination);
            return origin.Length;
        }

        var error = NameText.TryRead(text, origin, destination, out var length);
        return error == NameError.None
            ? length
            : throw entry.Fail(token, $"'{entry.Quote(token)}' is no domain name: {NameErrorText.Describe(error)}");
    }

    private static string Describe(RdataError error, RecordType type) => error switch
    {
        RdataError.TooLong => "the data is longer than 65535 octets",
        RdataError.Truncated => $"the data ends before that of {TypeText.Of(type)} does",
        RdataError.Trailing => $"the data goes on where that of {TypeText.Of(type)} ends",
        RdataError.Name => $"a name in the data of {TypeText.Of(type)} is malformed",
        _ => $"the data of {TypeText.Of(type)} contradicts itself; see the RFC of the type",
    };

    private static void ParseField(Entry entry, RdataFieldKind kind, ReadOnlySpan<byte> origin, RdataBuffer rdata)
    {
        switch (kind)
        {
            case RdataFieldKind.CompressibleName or RdataFieldKind.FoldedName or RdataFieldKind.ExactName:
                Span<byte> name = stackalloc byte[NameOctets.MaxOctets];
                rdata.Append(name[..ParseName(entry, origin, name)]);
                break;
            case RdataFieldKind.Location:
                Location.Parse(entry, rdata);
                break;
            case RdataFieldKind.TypeBitmap:
                TypeBitmap.Parse(entry, rdata);
                break;
            case RdataFieldKind.ServiceParameters:
                ServiceParameterText.Parse(entry, rdata);
                break;
            case RdataFieldKind.IPv4 or RdataFieldKind.IPv6:
                ParseAddress(entry, kind, rdata);
                break;
            case < RdataFieldKind.IPv4:
                ParseNumber(entry, kind, rdata);
                break;
            case <= RdataFieldKind.TextToEnd:
                RdataTextParser.Parse(entry, kind, rdata);
                break;
            default:
                RdataEncodingParser.Parse(entry, kind, rdata);
                break;
        }
    }

    private static void ParseAddress(Entry entry, RdataFieldKind kind, RdataBuffer rdata)
    {
        var token = entry.Take("an address");
        Span<byte> address = stackalloc byte[IPv6Address.OctetCount];
        if (kind == RdataFieldKind.IPv4)
        {
            address = address[..IPv4Address.OctetCount];
            if (!AddressText.TryReadIPv4(entry.TextOf(token), address))
            {
                throw entry.Fail(token, $"'{entry.Quote(token)}' is no IPv4 address; write four numbers up to 255, such as 192.0.2.1");
            }
        }
        else if (!AddressText.TryReadIPv6(entry.TextOf(token), address))
        {
            throw entry.Fail(token, $"'{entry.Quote(token)}' is no IPv6 address; write one such as 2001:db8::1");
        }

        rdata.Append(address);
    }

    private static void ParseNumber(Entry entry, RdataFieldKind kind, RdataBuffer rdata)
    {
        var (octets, what) = kind switch
        {
            RdataFieldKind.Byte => (sizeof(byte), "a number up to 255"),
            RdataFieldKind.Algorithm or RdataFieldKind.NamedAlgorithm => (sizeof(byte), "an algorithm's number or mnemonic"),
            RdataFieldKind.UInt16 => (sizeof(ushort), "a number up to 65535"),
            RdataFieldKind.Type => (sizeof(ushort), "a type"),
            RdataFieldKind.CertificateType => (sizeof(ushort), "a certificate type's number or mnemonic"),
            RdataFieldKind.Seconds => (sizeof(uint), "a time in seconds, or with units such as 1h30m"),
            RdataFieldKind.Time => (sizeof(uint), "a time as YYYYMMDDHHmmSS"),
            _ => (sizeof(uint), "a number up to 4294967295"),
        };
        var token = entry.Take(what);
        if (!TryReadNumber(entry.TextOf(token), kind, uint.MaxValue >> (32 - (8 * octets)), out var value))
        {
            throw entry.Fail(token, $"'{entry.Quote(token)}' is not {what}");
        }

        Span<byte> field = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(field, value);
        rdata.Append(field[^octets..]);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, RdataFieldKind kind, uint maximum, out uint value)
    {
        var names = kind switch
        {
            RdataFieldKind.Algorithm or RdataFieldKind.NamedAlgorithm => Mnemonics.Algorithms,
            RdataFieldKind.CertificateType => Mnemonics.CertificateTypes,
            _ => null,
        };
        if (names is not null && names.TryFind(text, out var number))
        {
            value = number;
            return true;
        }

        switch (kind)
        {
            case RdataFieldKind.Type:
                var isType = TypeText.TryRead(text, out RecordType type);
                value = (uint)type;
                return isType;
            case RdataFieldKind.Seconds:
                return NumberText.TryReadSeconds(text, maximum, out value);
            case RdataFieldKind.Time:
                return NumberText.TryReadTime(text, out value);
            default:
                return NumberText.TryRead(text, maximum, out value);
        }
    }

    private static void ParseGeneric(Entry entry, RdataBuffer rdata)
    {
        var token = entry.Take("the data's length");
        if (!NumberText.TryRead(entry.TextOf(token), Rdata.MaxOctets, out var length))
        {
            throw entry.Fail(token, $"'{entry.Quote(token)}' is no length up to 65535");
        }

        if (entry.HasMore)
        {
            RdataEncodingParser.Parse(entry, RdataFieldKind.Hex, rdata);
        }

        if (rdata.Length != length)
        {
            throw entry.Fail(token, $"the length is {length}, but there are {rdata.Length} octets; correct one of them");
        }
    }
}
