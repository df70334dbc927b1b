using System.Globalization;

namespace MirageGen;

/// <summary>
/// Numbers made of digits and nothing else. The base library's own readers let NUL follow, whatever their style; an
/// address that two programs read differently is a way around a filter.
/// </summary>
internal static class DigitText
{
    /// <summary>Reads decimal digits.</summary>
    /// <param name="digits">At least one.</param>
    /// <param name="maximum">The largest number allowed.</param>
    /// <param name="value">The number.</param>
    public static bool TryRead(ReadOnlySpan<char> digits, uint maximum, out uint value)
    {
        value = 0;
        return !digits.ContainsAnyExceptInRange('0', '9')
            && uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value)
            && value <= maximum;
    }

    /// <summary>Reads two hexadecimal digits of either case.</summary>
    public static bool TryReadHex(ReadOnlySpan<char> pair, out byte value)
    {
        value = 0;
        return char.IsAsciiHexDigit(pair[0])
            && char.IsAsciiHexDigit(pair[1])
            && byte.TryParse(pair, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
