using System.Runtime.CompilerServices;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>The ranges a request asks for (RFC 9110 section 14.1), of those that the representation has.</summary>
internal struct ByteRangeSet
{
    /// <summary>
    /// Ranges that one request may ask for. More, or ranges that come to more than the whole, are answered with the whole:
    /// a server may ignore Range (RFC 9110 section 14.2), and such requests are made to exhaust it.
    /// </summary>
    public const int Most = 16;

    private Ranges _ranges;

    public int Count { get; private set; }

    public readonly ByteRange this[int index] => _ranges[index];

    /// <summary>Reads the field's value.</summary>
    /// <param name="value">Such as <c>bytes=0-99,-100</c>.</param>
    /// <param name="length">Octets of the representation.</param>
    /// <param name="ranges">The satisfiable ones, in the order asked for.</param>
    public static RangeVerdict Read(ReadOnlySpan<byte> value, long length, out ByteRangeSet ranges)
    {
        ranges = default;
        const int UnitLength = 6;
        if (value.Length < UnitLength || !System.Text.Ascii.EqualsIgnoreCase(value[..UnitLength], "bytes="u8))
        {
            return RangeVerdict.Ignored;
        }

        var asked = 0;
        var total = 0L;
        foreach (var element in new TokenList(value[UnitLength..]))
        {
            if (++asked > Most || !TryRead(element, length, out var range))
            {
                return RangeVerdict.Ignored;
            }

            if (range.Length > 0)
            {
                ranges._ranges[ranges.Count++] = range;
                total += range.Length;
            }
        }

        return asked == 0 || (total > length && ranges.Count > 1) ? RangeVerdict.Ignored
            : ranges.Count == 0 ? RangeVerdict.NotSatisfiable
            : RangeVerdict.Satisfiable;
    }

    /// <summary>Reads one range; one beyond the end has the length zero.</summary>
    private static bool TryRead(ReadOnlySpan<byte> text, long length, out ByteRange range)
    {
        range = default;
        var dash = text.IndexOf((byte)'-');
        if (dash < 0 || text.Length < 2)
        {
            return false;
        }

        if (dash == 0)
        {
            // Any suffix of an empty representation can be had (RFC 9110 section 14.1.2), but no Content-Range can say so.
            if (!TryReadNumber(text[1..], out var suffix) || (length == 0 && suffix > 0))
            {
                return false;
            }

            suffix = Math.Min(suffix, length);
            range = new(length - suffix, suffix);
            return true;
        }

        var last = long.MaxValue - 1;
        if (!TryReadNumber(text[..dash], out var first)
            || (dash < text.Length - 1 && !TryReadNumber(text[(dash + 1)..], out last))
            || last < first)
        {
            return false;
        }

        range = first < length ? new(first, Math.Min(last, length - 1) - first + 1) : default;
        return true;
    }

    /// <summary>Reads digits; a number too large to count with is as good as the largest.</summary>
    private static bool TryReadNumber(ReadOnlySpan<byte> digits, out long number)
    {
        const int MostDigits = 18;
        number = 0;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return false;
        }

        digits = digits.TrimStart((byte)'0');
        if (digits.Length > MostDigits)
        {
            number = long.MaxValue - 1;
            return true;
        }

        foreach (var digit in digits)
        {
            number = (number * 10) + (digit - '0');
        }

        return true;
    }

    [InlineArray(Most)]
    private struct Ranges
    {
        private ByteRange _first;
    }
}
