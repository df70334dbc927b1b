using System.Buffers.Text;

namespace MirageGen.Dns;

/// <summary>Writes a record's data as a zone file has it.</summary>
internal static class RdataPrinter
{
    /// <summary>Writes sound data; that of a type which is not known as <c>\# 2 ABCD</c> (RFC 3597 section 5).</summary>
    public static void Print(RecordType type, RecordClass @class, ReadOnlySpan<byte> data, TextBuffer text)
    {
        if (RdataFormats.Find(type, @class) is not { } format)
        {
            PrintGeneric(data, text);
            return;
        }

        for (var i = 0; i < format.Fields.Length; i++)
        {
            var kind = format.Fields[i];
            if (i > 0 && kind is not (RdataFieldKind.TypeBitmap or RdataFieldKind.ServiceParameters))
            {
                text.Append(' ');
            }

            RdataField.Measure(kind, data, out var length);
            PrintField(kind, data[..length], text);
            data = data[length..];
        }
    }

    private static void PrintGeneric(ReadOnlySpan<byte> data, TextBuffer text)
    {
        text.Append("\\# "u8);
        text.AppendNumber((uint)data.Length);
        if (!data.IsEmpty)
        {
            text.Append(' ');
            text.AppendHex(data);
        }
    }

    private static void PrintField(RdataFieldKind kind, ReadOnlySpan<byte> field, TextBuffer text)
    {
        switch (kind)
        {
            case RdataFieldKind.CompressibleName or RdataFieldKind.FoldedName or RdataFieldKind.ExactName:
                text.AppendName(field);
                break;
            case RdataFieldKind.Time:
                text.Advance(NumberText.WriteTime(RdataField.ReadNumber(field), text.Room(14)));
                break;
            case RdataFieldKind.NamedAlgorithm:
                PrintNamed(Mnemonics.Algorithms, RdataField.ReadNumber(field), text);
                break;
            case RdataFieldKind.CertificateType:
                PrintNamed(Mnemonics.CertificateTypes, RdataField.ReadNumber(field), text);
                break;
            case RdataFieldKind.Type:
                text.Append(TypeText.Of((RecordType)RdataField.ReadNumber(field)));
                break;
            case RdataFieldKind.IPv4:
                PrintIPv4(field, text);
                break;
            case RdataFieldKind.IPv6:
                text.Append(new IPv6Address(field).ToString());
                break;
            case <= RdataFieldKind.Type:
                text.AppendNumber(RdataField.ReadNumber(field));
                break;
            default:
                PrintLong(kind, field, text);
                break;
        }
    }

    private static void PrintLong(RdataFieldKind kind, ReadOnlySpan<byte> field, TextBuffer text)
    {
        switch (kind)
        {
            case RdataFieldKind.Text:
                text.AppendQuoted(field[1..]);
                break;
            case RdataFieldKind.Texts:
                PrintTexts(field, text);
                break;
            case RdataFieldKind.Tag:
                text.Append(field[1..]);
                break;
            case RdataFieldKind.TextToEnd:
                text.AppendQuoted(field);
                break;
            case RdataFieldKind.Base64:
                Base64.EncodeToUtf8(field, text.Room(Base64.GetMaxEncodedToUtf8Length(field.Length)), out _, out var written);
                text.Advance(written);
                break;
            case RdataFieldKind.Hex:
                text.AppendHex(field);
                break;
            case RdataFieldKind.Salt:
                PrintSalt(field[1..], text);
                break;
            case RdataFieldKind.HashedName:
                Base32Hex.Write(field[1..], text.Room(Base32Hex.DigitCount(field.Length - 1)));
                text.Advance(Base32Hex.DigitCount(field.Length - 1));
                break;
            case RdataFieldKind.TypeBitmap:
                TypeBitmap.Print(field, text);
                break;
            case RdataFieldKind.ServiceParameters:
                ServiceParameterText.Print(field, text);
                break;
            default:
                Location.Print(field, text);
                break;
        }
    }

    private static void PrintNamed(Mnemonics names, uint number, TextBuffer text)
    {
        if (names.NameOf(number) is { } name)
        {
            text.Append(name);
        }
        else
        {
            text.AppendNumber(number);
        }
    }

    private static void PrintIPv4(ReadOnlySpan<byte> address, TextBuffer text)
    {
        for (var i = 0; i < address.Length; i++)
        {
            if (i > 0)
            {
                text.Append('.');
            }

            text.AppendNumber(address[i]);
        }
    }

    private static void PrintTexts(ReadOnlySpan<byte> strings, TextBuffer text)
    {
        for (var isFirst = true; !strings.IsEmpty; strings = strings[(1 + strings[0])..], isFirst = false)
        {
            if (!isFirst)
            {
                text.Append(' ');
            }

            text.AppendQuoted(strings.Slice(1, strings[0]));
        }
    }

    private static void PrintSalt(ReadOnlySpan<byte> salt, TextBuffer text)
    {
        if (salt.IsEmpty)
        {
            text.Append('-');
        }
        else
        {
            text.AppendHex(salt);
        }
    }
}
