using System.Buffers.Binary;
using System.Globalization;

namespace MirageGen.Dns;

/// <summary>A place on earth (RFC 1876): latitude, longitude, altitude, and how large and how sure all that is.</summary>
internal static class Location
{
    /// <summary>Its length on the wire.</summary>
    public const int Octets = 16;

    private const uint Equator = 1u << 31;
    private const uint MillisecondsInDegree = 3_600_000;
    private const uint MillisecondsInMinute = 60_000;

    /// <summary>The altitude of zero, in centimetres below the reference spheroid (RFC 1876 section 2).</summary>
    private const uint SeaLevel = 10_000_000;

    private const decimal LargestPrecision = 90_000_000.00m;

    /// <summary>What the sizes are when they are left out: one metre, ten kilometres, ten metres (RFC 1876 section 3).</summary>
    private static readonly byte[] DefaultPrecisions = [0x12, 0x16, 0x13];

    /// <summary>Whether octets are a place: of version 0, its angles and sizes within their bounds.</summary>
    public static bool IsSound(ReadOnlySpan<byte> field)
    {
        foreach (var precision in field[1..4])
        {
            if (precision >> 4 > 9 || (precision & 0xF) > 9)
            {
                return false;
            }
        }

        return field[0] == 0 && IsAngle(field[4..], 90) && IsAngle(field[8..], 180);
    }

    /// <summary>Writes a sound place.</summary>
    public static void Print(ReadOnlySpan<byte> field, TextBuffer text)
    {
        PrintAngle(BinaryPrimitives.ReadUInt32BigEndian(field[4..]), 'N', 'S', text);
        text.Append(' ');
        PrintAngle(BinaryPrimitives.ReadUInt32BigEndian(field[8..]), 'E', 'W', text);
        var altitude = (long)BinaryPrimitives.ReadUInt32BigEndian(field[12..]) - SeaLevel;
        text.Append(string.Create(CultureInfo.InvariantCulture, $" {altitude / 100m:0.00}m"));
        foreach (var precision in field[1..4])
        {
            text.Append(' ');
            PrintPrecision(precision, text);
        }
    }

    /// <summary>Reads a place, as RFC 1876 section 3 has it; the units are metres, with an m or without.</summary>
    public static void Parse(Entry entry, RdataBuffer rdata)
    {
        Span<byte> field = stackalloc byte[Octets];
        BinaryPrimitives.WriteUInt32BigEndian(field[4..], ParseAngle(entry, 90, "NS"));
        BinaryPrimitives.WriteUInt32BigEndian(field[8..], ParseAngle(entry, 180, "EW"));
        var token = entry.Take("an altitude");
        var altitude = ParseMetres(entry, token, -100_000.00m, 42_849_672.95m);
        BinaryPrimitives.WriteUInt32BigEndian(field[12..], (uint)((altitude * 100) + SeaLevel));
        DefaultPrecisions.CopyTo(field[1..]);
        for (var i = 1; i <= DefaultPrecisions.Length && entry.HasMore; i++)
        {
            token = entry.Take("a size");
            field[i] = ToPrecision(ParseMetres(entry, token, 0, LargestPrecision));
        }

        rdata.Append(field);
    }

    private static bool IsAngle(ReadOnlySpan<byte> field, uint mostDegrees)
    {
        var angle = BinaryPrimitives.ReadUInt32BigEndian(field);
        return angle >= Equator - (mostDegrees * MillisecondsInDegree) && angle <= Equator + (mostDegrees * MillisecondsInDegree);
    }

    private static void PrintAngle(uint angle, char positive, char negative, TextBuffer text)
    {
        var size = angle >= Equator ? angle - Equator : Equator - angle;
        text.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"{size / MillisecondsInDegree} {size % MillisecondsInDegree / MillisecondsInMinute} "
            + $"{size % MillisecondsInMinute / 1000}.{size % 1000:000} {(angle >= Equator ? positive : negative)}"));
    }

    private static void PrintPrecision(byte precision, TextBuffer text)
    {
        // Nothing is nothing, whatever power of ten it is multiplied with.
        var mantissa = precision >> 4;
        var exponent = mantissa == 0 ? 0 : precision & 0xF;
        text.Append(exponent >= 2
            ? string.Create(CultureInfo.InvariantCulture, $"{mantissa * Power(exponent - 2)}m")
            : string.Create(CultureInfo.InvariantCulture, $"0.{mantissa * Power(exponent):00}m"));
    }

    private static long Power(int exponent)
    {
        var power = 1L;
        for (; exponent > 0; exponent--)
        {
            power *= 10;
        }

        return power;
    }

    private static uint ParseAngle(Entry entry, uint mostDegrees, string hemispheres)
    {
        var first = entry.Take("degrees");
        var milliseconds = (long)(ParseNumber(entry, first, mostDegrees, NumberStyles.None) * MillisecondsInDegree);
        for (var unit = MillisecondsInMinute; ; unit /= 60)
        {
            var token = entry.Take($"{hemispheres[0]} or {hemispheres[1]}");
            var word = entry.TextOf(token);
            if (word.Length == 1 && hemispheres.Contains((char)(word[0] & ~0x20)))
            {
                return milliseconds > mostDegrees * MillisecondsInDegree
                    ? throw entry.Fail(first, $"the angle is more than {mostDegrees} degrees")
                    : (word[0] & ~0x20) == hemispheres[0] ? Equator + (uint)milliseconds : Equator - (uint)milliseconds;
            }

            if (unit < 1000)
            {
                throw entry.Fail(token, $"'{entry.Quote(token)}' stands where {hemispheres[0]} or {hemispheres[1]} should be");
            }

            var isSeconds = unit == 1000;
            var style = isSeconds ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            milliseconds += (long)(ParseNumber(entry, token, isSeconds ? 59.999m : 59, style) * unit);
        }
    }

    private static decimal ParseNumber(Entry entry, EntryToken token, decimal most, NumberStyles style) =>
        TryParseDecimal(entry.TextOf(token), style, out var number) && number <= most
            ? number
            : throw entry.Fail(token, $"'{entry.Quote(token)}' is no number from 0 to {most}");

    private static decimal ParseMetres(Entry entry, EntryToken token, decimal least, decimal most)
    {
        var text = entry.TextOf(token);
        text = text.EndsWith("m"u8) || text.EndsWith("M"u8) ? text[..^1] : text;
        return TryParseDecimal(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, out var metres)
            && metres >= least && metres <= most
            ? metres
            : throw entry.Fail(token, $"'{entry.Quote(token)}' is no length from {least} to {most} metres");
    }

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, NumberStyles style, out decimal number)
    {
        number = 0;

        // The base library lets NUL follow a number.
        return text.Length is > 0 and < 20 && !text.Contains((byte)0)
            && decimal.TryParse(text, style, CultureInfo.InvariantCulture, out number);
    }

    private static byte ToPrecision(decimal metres)
    {
        var centimetres = (long)(metres * 100);
        var exponent = 0;
        for (; centimetres > 9; exponent++)
        {
            centimetres /= 10;
        }

        return (byte)((centimetres << 4) | (byte)exponent);
    }
}
