namespace MirageGen.Dns;

/// <summary>Base32 with the extended hex alphabet, without padding (RFC 4648 section 7, RFC 5155 section 3.3).</summary>
internal static class Base32Hex
{
    private const int BitsInDigit = 5;
    private const int BitsInOctet = 8;

    /// <summary>How many digits octets take.</summary>
    public static int DigitCount(int octets) => ((octets * BitsInOctet) + BitsInDigit - 1) / BitsInDigit;

    /// <summary>How many octets digits make.</summary>
    public static int OctetCount(int digits) => digits * BitsInDigit / BitsInOctet;

    /// <summary>Writes capital digits.</summary>
    /// <param name="octets">What to write.</param>
    /// <param name="destination">Room for <see cref="DigitCount"/>.</param>
    public static void Write(ReadOnlySpan<byte> octets, Span<byte> destination)
    {
        var bits = 0;
        var count = 0;
        var written = 0;
        foreach (var octet in octets)
        {
            bits = ((bits << BitsInOctet) | octet) & 0xFFF;
            for (count += BitsInOctet; count >= BitsInDigit; count -= BitsInDigit)
            {
                destination[written++] = Digit((bits >> (count - BitsInDigit)) & 0x1F);
            }
        }

        if (count > 0)
        {
            destination[written] = Digit((bits << (BitsInDigit - count)) & 0x1F);
        }
    }

    /// <summary>Reads digits of either case.</summary>
    /// <param name="digits">What to read.</param>
    /// <param name="destination">Room for <see cref="OctetCount"/>.</param>
    /// <returns>False for another character, digits that no octets end with, or bits left over that are set.</returns>
    public static bool TryRead(ReadOnlySpan<byte> digits, Span<byte> destination)
    {
        var bits = 0;
        var count = 0;
        var written = 0;
        foreach (var digit in digits)
        {
            var value = Value(digit);
            if (value < 0)
            {
                return false;
            }

            bits = ((bits << BitsInDigit) | value) & 0xFFF;
            count += BitsInDigit;
            if (count >= BitsInOctet)
            {
                count -= BitsInOctet;
                destination[written++] = (byte)(bits >> count);
            }
        }

        return count < BitsInDigit && (bits & ((1 << count) - 1)) == 0;
    }

    private static byte Digit(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static int Value(byte digit) => digit switch
    {
        >= (byte)'0' and <= (byte)'9' => digit - '0',
        >= (byte)'A' and <= (byte)'V' => digit - 'A' + 10,
        >= (byte)'a' and <= (byte)'v' => digit - 'a' + 10,
        _ => -1,
    };
}
