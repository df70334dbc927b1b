using System.Buffers;
using System.Buffers.Text;

namespace MirageGen.Dns;

/// <summary>Reads the fields of a record's data that are octets in an encoding.</summary>
internal static class RdataEncodingParser
{
    private const int MaxCountedOctets = 255;

    /// <summary>Reads a field.</summary>
    public static void Parse(Entry entry, RdataFieldKind kind, RdataBuffer rdata)
    {
        switch (kind)
        {
            case RdataFieldKind.Base64:
                ParseBase64(entry, rdata);
                break;
            case RdataFieldKind.Hex:
                var first = entry.Take("hexadecimal digits");
                AppendHex(entry, first, Gather(entry, first, rdata), rdata);
                break;
            case RdataFieldKind.Salt:
                ParseSalt(entry, rdata);
                break;
            default:
                ParseHashedName(entry, rdata);
                break;
        }
    }

    /// <summary>Brings the words to the end together, for an encoding may be broken anywhere.</summary>
    private static Span<byte> Gather(Entry entry, EntryToken first, RdataBuffer rdata)
    {
        var octets = rdata.Scratch(EntryScanner.MaxEntryOctets / 64);
        var length = 0;
        for (var token = first; ; token = entry.Take("digits"))
        {
            var text = entry.TextOf(token);
            if (text.Length > octets.Length - length)
            {
                var kept = octets[..length].ToArray();
                octets = rdata.Scratch(Math.Max(octets.Length * 2, length + text.Length));
                kept.CopyTo(octets);
            }

            text.CopyTo(octets[length..]);
            length += text.Length;
            if (!entry.HasMore)
            {
                return octets[..length];
            }
        }
    }

    private static void ParseBase64(Entry entry, RdataBuffer rdata)
    {
        var first = entry.Take("base64");
        var text = Gather(entry, first, rdata);
        if (Base64.DecodeFromUtf8InPlace(text, out var length) != OperationStatus.Done)
        {
            throw entry.Fail(first, $"'{entry.Quote(first)}' and what follows is no base64, with padding at its end");
        }

        rdata.Append(text[..length]);
    }

    private static void AppendHex(Entry entry, EntryToken first, ReadOnlySpan<byte> digits, RdataBuffer rdata)
    {
        if (digits.Length % 2 == 1)
        {
            throw entry.Fail(first, "there is an odd number of hexadecimal digits");
        }

        if (rdata.TryTake(digits.Length / 2, out var room)
            && Convert.FromHexString(digits, room, out _, out _) != OperationStatus.Done)
        {
            throw entry.Fail(first, $"'{entry.Quote(first)}' and what follows are no hexadecimal digits");
        }
    }

    private static void ParseSalt(Entry entry, RdataBuffer rdata)
    {
        var token = entry.Take("a salt");
        var digits = entry.TextOf(token);
        digits = digits.SequenceEqual("-"u8) ? [] : digits;
        if (digits.Length > 2 * MaxCountedOctets)
        {
            throw entry.Fail(token, "the salt is longer than 255 octets");
        }

        rdata.Append((byte)(digits.Length / 2));
        AppendHex(entry, token, digits, rdata);
    }

    private static void ParseHashedName(Entry entry, RdataBuffer rdata)
    {
        var token = entry.Take("a hashed name");
        var digits = entry.TextOf(token);
        var octets = Base32Hex.OctetCount(digits.Length);
        if (octets is 0 or > MaxCountedOctets)
        {
            throw entry.Fail(token, "a hashed name has 1 to 255 octets");
        }

        rdata.Append((byte)octets);
        if (rdata.TryTake(octets, out var room) && !Base32Hex.TryRead(digits, room))
        {
            throw entry.Fail(token, $"'{entry.Quote(token)}' is no base32hex, digits and letters up to V without padding");
        }
    }
}
