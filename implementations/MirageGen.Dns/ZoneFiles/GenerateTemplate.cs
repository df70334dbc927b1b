using System.Globalization;

namespace MirageGen.Dns;

/// <summary>
/// What <c>$GENERATE</c> repeats: the words behind its range, in which <c>$</c> is the number, <c>$$</c> and <c>\$</c> are
/// the character, and <c>${offset,width,base}</c> is the number with something added, so many digits, and in base d, o, x
/// or X; n and N are hexadecimal digits from the last to the first with dots between, as in ip6.arpa (BIND 9 Administrator
/// Reference Manual, "$GENERATE"). As there, data of several words may stand between quotes; here it need not.
/// </summary>
internal sealed class GenerateTemplate
{
    private const int MostWidth = 255;

    private readonly byte[] _text;

    private GenerateTemplate(byte[] text) => _text = text;

    /// <summary>Takes the words to the end of an entry.</summary>
    /// <exception cref="PresentationException">There are none, or a <c>${...}</c> among them is malformed.</exception>
    public static GenerateTemplate Parse(Entry entry)
    {
        var text = new TextBuffer();
        var first = entry.Take("an owner");
        Append(entry, first, text);
        var hasType = false;
        var hasData = false;
        while (entry.HasMore)
        {
            var token = entry.Take("data");
            if (hasType && token.IsQuoted && !entry.HasMore && !hasData)
            {
                // Data that is one word in quotes is what is between them.
                AppendContent(entry.TextOf(token), text);
                break;
            }

            Append(entry, token, text);
            hasData = hasType;
            hasType = hasType || !IsHead(entry.TextOf(token));
        }

        var template = new GenerateTemplate(text.Written.ToArray());
        if (!template.TryExpand(0, new TextBuffer(), out var isNegative) && !isNegative)
        {
            throw entry.Fail(first, "a '${' is malformed; write ${offset,width,base} with base d, o, x, X, n or N");
        }

        return template;
    }

    private static bool IsHead(ReadOnlySpan<byte> word) =>
        (!word.IsEmpty && char.IsAsciiDigit((char)word[0])) || TypeText.TryRead(word, out RecordClass _);

    private static void Append(Entry entry, EntryToken token, TextBuffer text)
    {
        text.Append(token.IsQuoted ? "\""u8 : []);
        text.Append(entry.TextOf(token));
        text.Append(token.IsQuoted ? "\" "u8 : " "u8);
    }

    /// <summary>Writes what is in quotes without them: escaped ones in it are then quotes themselves.</summary>
    private static void AppendContent(ReadOnlySpan<byte> content, TextBuffer text)
    {
        for (var i = 0; i < content.Length; i++)
        {
            if (content[i] == '\\' && i + 1 < content.Length && content[++i] != '"')
            {
                text.Append('\\');
            }

            text.Append(content.Slice(i, 1));
        }
    }

    /// <summary>Writes the words for a number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="text">Filled anew.</param>
    /// <param name="isNegative">Whether it is below zero with its offset, where a base has no sign.</param>
    /// <returns>False when it cannot be written.</returns>
    public bool TryExpand(uint number, TextBuffer text, out bool isNegative)
    {
        text.Clear();
        isNegative = false;
        for (var at = 0; at < _text.Length;)
        {
            var octet = _text[at++];
            if (octet == '\\' && at < _text.Length)
            {
                text.Append([octet, _text[at++]]);
            }
            else if (octet != '$')
            {
                text.Append([octet]);
            }
            else if (at < _text.Length && _text[at] == '$')
            {
                // A dollar alone begins a directive.
                text.Append("\\$"u8);
                at++;
            }
            else if (!TryExpandNumber(number, ref at, text, out isNegative))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryExpandNumber(uint number, ref int at, TextBuffer text, out bool isNegative)
    {
        isNegative = false;
        if (at == _text.Length || _text[at] != '{')
        {
            text.AppendNumber(number);
            return true;
        }

        var close = _text.AsSpan(at).IndexOf((byte)'}');
        if (close < 0 || !TryReadFormat(_text.AsSpan(at + 1, close - 1), out var offset, out var width, out var form))
        {
            return false;
        }

        at += close + 1;
        var value = number + offset;
        isNegative = value < 0 && form != 'd';
        if (!isNegative)
        {
            AppendNumber(value, width, form, text);
        }

        return !isNegative;
    }

    private static bool TryReadFormat(ReadOnlySpan<byte> text, out long offset, out int width, out char form)
    {
        offset = 0;
        width = 0;
        form = 'd';
        var part = 0;
        foreach (var range in text.Split((byte)','))
        {
            var word = text[range];
            var isRead = part++ switch
            {
                0 => TryReadOffset(word, out offset),
                1 => TryReadWidth(word, out width),
                2 => TryReadForm(word, out form),
                _ => false,
            };
            if (!isRead)
            {
                return false;
            }
        }

        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> word, out long offset)
    {
        var isNegative = word.StartsWith("-"u8);
        var isRead = NumberText.TryRead(isNegative ? word[1..] : word, int.MaxValue, out var size);
        offset = isNegative ? -(long)size : size;
        return isRead;
    }

    private static bool TryReadWidth(ReadOnlySpan<byte> word, out int width)
    {
        var isRead = NumberText.TryRead(word, MostWidth, out var digits);
        width = (int)digits;
        return isRead;
    }

    private static bool TryReadForm(ReadOnlySpan<byte> word, out char form)
    {
        form = word.Length == 1 ? (char)word[0] : default;
        return form is 'd' or 'o' or 'x' or 'X' or 'n' or 'N';
    }

    private static void AppendNumber(long value, int width, char form, TextBuffer text)
    {
        switch (form)
        {
            case 'n' or 'N':
                AppendNibbles((ulong)value, width, form == 'n', text);
                break;
            case 'o':
                text.Append(Convert.ToString(value, 8).PadLeft(width, '0'));
                break;
            case 'x':
                text.Append(value.ToString("x", CultureInfo.InvariantCulture).PadLeft(width, '0'));
                break;
            case 'X':
                text.Append(value.ToString("X", CultureInfo.InvariantCulture).PadLeft(width, '0'));
                break;
            default:
                // The width counts the sign.
                var sign = value < 0 ? "-" : string.Empty;
                text.Append(sign + Math.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(Math.Max(0, width - sign.Length), '0'));
                break;
        }
    }

    /// <summary>Nibbles from the last to the first; the width counts the dots too.</summary>
    private static void AppendNibbles(ulong value, int width, bool isSmall, TextBuffer text)
    {
        var digits = isSmall ? "0123456789abcdef" : "0123456789ABCDEF";
        do
        {
            text.Append(digits[(int)(value & 0xF)]);
            value >>= 4;
            width--;
            if (width > 0 || value != 0)
            {
                text.Append('.');
                width--;
            }
        }
        while (value != 0 || width > 0);
    }
}
