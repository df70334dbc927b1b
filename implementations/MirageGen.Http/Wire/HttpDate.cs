namespace MirageGen.Http.Wire;

/// <summary>Dates in HTTP (RFC 9110 section 5.6.7): written as IMF-fixdate, read in all three forms.</summary>
/// <remarks>By hand, because .NET's formats are interpreted and bring calendars and cultures into an image.</remarks>
internal static class HttpDate
{
    /// <summary>The length of <c>Sun, 06 Nov 1994 08:49:37 GMT</c>.</summary>
    public const int Length = 29;

    private const int NameLength = 3;
    private const int FullNameLength = 9;

    // Years of two digits up to this one are of this century: what .NET takes them for.
    private const int LastOfCentury = 49;

    private static ReadOnlySpan<byte> Days => "SunMonTueWedThuFriSat"u8;

    private static ReadOnlySpan<byte> FullDays => "Sunday   Monday   Tuesday  WednesdayThursday Friday   Saturday "u8;

    private static ReadOnlySpan<byte> Months => "JanFebMarAprMayJunJulAugSepOctNovDec"u8;

    /// <summary>Writes <see cref="Length"/> octets; fractions of a second are dropped.</summary>
    public static void Write(DateTimeOffset time, Span<byte> destination)
    {
        var utc = time.UtcDateTime;
        "ddd, dd mmm yyyy hh:mm:ss GMT"u8.CopyTo(destination);
        Days.Slice((int)utc.DayOfWeek * NameLength, NameLength).CopyTo(destination);
        WriteTwo(destination[5..], utc.Day);
        Months.Slice((utc.Month - 1) * NameLength, NameLength).CopyTo(destination[8..]);
        WriteTwo(destination[12..], utc.Year / 100);
        WriteTwo(destination[14..], utc.Year % 100);
        WriteTwo(destination[17..], utc.Hour);
        WriteTwo(destination[20..], utc.Minute);
        WriteTwo(destination[23..], utc.Second);
    }

    /// <summary>Reads a date.</summary>
    /// <returns>False when it is none; a condition that has it is then ignored.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        var comma = text.IndexOf((byte)',');
        return comma switch
        {
            NameLength => TryReadFixed(text, out time),
            > NameLength => TryReadObsolete(text[..comma], text[(comma + 1)..], out time),
            _ => TryReadAsctime(text, out time),
        };
    }

    // Sun, 06 Nov 1994 08:49:37 GMT
    private static bool TryReadFixed(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        return text.Length == Length
            && text[4] == ' ' && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && text[25..].SequenceEqual(" GMT"u8)
            && TryMake(text[..3], Number(text[12..16]), Month(text[8..11]), Number(text[5..7]), text[17..25], out time);
    }

    // Sunday, 06-Nov-94 08:49:37 GMT
    private static bool TryReadObsolete(ReadOnlySpan<byte> day, ReadOnlySpan<byte> rest, out DateTimeOffset time)
    {
        time = default;
        if (rest.Length != 23 || rest[0] != ' ' || rest[3] != '-' || rest[7] != '-' || rest[10] != ' ' || !rest[19..].SequenceEqual(" GMT"u8))
        {
            return false;
        }

        var year = Number(rest[8..10]);
        return year >= 0
            && TryMake(day[..NameLength], year + (year > LastOfCentury ? 1900 : 2000), Month(rest[4..7]), Number(rest[1..3]), rest[11..19], out time)
            && day.SequenceEqual(FullDays.Slice((int)time.DayOfWeek * FullNameLength, FullNameLength).TrimEnd((byte)' '));
    }

    // Sun Nov  6 08:49:37 1994
    private static bool TryReadAsctime(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        return text.Length == 24
            && text[3] == ' ' && text[7] == ' ' && text[10] == ' ' && text[19] == ' '
            && TryMake(text[..3], Number(text[20..]), Month(text[4..7]), Number(text[8] == ' ' ? text[9..10] : text[8..10]), text[11..19], out time);
    }

    private static bool TryMake(ReadOnlySpan<byte> dayName, int year, int month, int day, ReadOnlySpan<byte> clock, out DateTimeOffset time)
    {
        time = default;
        var hour = Number(clock[..2]);
        var minute = Number(clock[3..5]);
        var second = Number(clock[6..]);
        if (clock[2] != ':' || clock[5] != ':' || year < 1 || month < 1 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour is < 0 or > 23 || minute is < 0 or > 59 || second is < 0 or > 59)
        {
            return false;
        }

        time = new(year, month, day, hour, minute, second, TimeSpan.Zero);
        return dayName.SequenceEqual(Days.Slice((int)time.DayOfWeek * NameLength, NameLength));
    }

    // From one on; zero where there is none of that name.
    private static int Month(ReadOnlySpan<byte> name)
    {
        for (var month = 1; month <= 12; month++)
        {
            if (Months.Slice((month - 1) * NameLength, NameLength).SequenceEqual(name))
            {
                return month;
            }
        }

        return 0;
    }

    // Below zero where there is none.
    private static int Number(ReadOnlySpan<byte> digits)
    {
        var number = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit((char)digit))
            {
                return -1;
            }

            number = (number * 10) + digit - '0';
        }

        return number;
    }

    private static void WriteTwo(Span<byte> destination, int number)
    {
        destination[0] = (byte)('0' + (number / 10));
        destination[1] = (byte)('0' + (number % 10));
    }
}
