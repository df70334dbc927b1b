using System.Buffers.Text;
using System.Globalization;

namespace MirageGen.Dns;

/// <summary>Numbers, spans and points in time, as zone files have them.</summary>
internal static class NumberText
{
    /// <summary>The largest time to live (RFC 2181 section 8).</summary>
    public const uint MaxTtl = int.MaxValue;

    private const int TimeDigits = 14;

    /// <summary>Reads decimal digits and nothing else.</summary>
    /// <param name="digits">At least one.</param>
    /// <param name="maximum">The largest number allowed.</param>
    /// <param name="value">The number.</param>
    public static bool TryRead(ReadOnlySpan<byte> digits, uint maximum, out uint value)
    {
        var sum = 0UL;
        foreach (var digit in digits)
        {
            sum = (sum * 10) + digit - '0';
            if ((uint)(digit - '0') > 9 || sum > maximum)
            {
                value = 0;
                return false;
            }
        }

        value = (uint)sum;
        return !digits.IsEmpty;
    }

    /// <summary>Reads seconds: a number, or numbers with units, <c>1h30m</c>, the units w, d, h, m, s each behind its number.</summary>
    public static bool TryReadSeconds(ReadOnlySpan<byte> text, uint maximum, out uint seconds)
    {
        if (TryRead(text, maximum, out seconds))
        {
            return true;
        }

        var sum = 0UL;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits <= 0 || UnitOf(text[digits]) is not { } unit || !TryRead(text[..digits], maximum, out var count))
            {
                return false;
            }

            sum += (ulong)count * unit;
            if (sum > maximum)
            {
                return false;
            }

            seconds = (uint)sum;
            text = text[(digits + 1)..];
        }

        return sum > 0 || seconds > 0;
    }

    /// <summary>Reads a point in time: <c>YYYYMMDDHHmmSS</c>, or seconds since 1970 (RFC 4034 section 3.2).</summary>
    public static bool TryReadTime(ReadOnlySpan<byte> text, out uint time)
    {
        if (text.Length != TimeDigits)
        {
            return TryRead(text, uint.MaxValue, out time);
        }

        time = 0;
        Span<char> characters = stackalloc char[TimeDigits];
        for (var i = 0; i < TimeDigits; i++)
        {
            characters[i] = (char)text[i];
        }

        if (!DateTime.TryParseExact(
            characters,
            "yyyyMMddHHmmss",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var date) || date < DateTime.UnixEpoch)
        {
            return false;
        }

        // Serial arithmetic (RFC 4034 section 3.1.5): dates behind 2106 begin again at zero.
        time = (uint)(ulong)(date - DateTime.UnixEpoch).TotalSeconds;
        return true;
    }

    /// <summary>Writes a point in time as <c>YYYYMMDDHHmmSS</c>, of the years 1970 to 2106.</summary>
    /// <param name="time">Seconds since 1970.</param>
    /// <param name="destination">Room for fourteen octets.</param>
    /// <returns>Octets written.</returns>
    public static int WriteTime(uint time, Span<byte> destination)
    {
        DateTime.UnixEpoch.AddSeconds(time).TryFormat(destination, out var written, "yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return written;
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    /// <param name="destination">Room for ten octets.</param>
    /// <returns>Octets written.</returns>
    public static int Write(uint value, Span<byte> destination)
    {
        Utf8Formatter.TryFormat(value, destination, out var written);
        return written;
    }

    private static uint? UnitOf(byte letter) => (letter | 0x20) switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        'w' => 604_800,
        _ => null,
    };
}
