namespace MirageGen.Http.Wire;

/// <summary>Reads Content-Length's number: digits only, no sign, no list, no leading zero (which some read as octal).</summary>
internal static class DecimalNumber
{
    private const int MostDigits = 18;

    public static WireError Read(ReadOnlySpan<byte> digits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || (digits[0] == (byte)'0' && digits.Length > 1) || digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return WireError.BadContentLength;
        }

        if (digits.Length > MostDigits)
        {
            return WireError.ContentLengthTooLarge;
        }

        foreach (var digit in digits)
        {
            value = (value * 10) + (digit - '0');
        }

        return WireError.None;
    }
}
