using System.Globalization;

namespace MirageGen.Abstractions.Tests.Addresses;

/// <summary>The text forms of addresses, written down a second time as plainly as possible, to compare with.</summary>
internal static class Rfc4291
{
    /// <summary>Dotted decimal without leading zeros (RFC 6943 section 3.1.1, the strict form).</summary>
    public static uint? ReadV4(string text)
    {
        var parts = text.Split('.');
        return parts.Length == 4 && parts.All(IsOctet)
            ? parts.Aggregate(0u, (value, part) => (value << 8) | uint.Parse(part, CultureInfo.InvariantCulture))
            : null;

        static bool IsOctet(string part) =>
            part.Length is >= 1 and <= 3
            && part.All(char.IsAsciiDigit)
            && (part.Length == 1 || part[0] != '0')
            && int.Parse(part, CultureInfo.InvariantCulture) <= 255;
    }

    /// <summary>RFC 4291 section 2.2: eight groups, one run of them written as <c>::</c>, the last two perhaps as IPv4.</summary>
    public static UInt128? ReadV6(string text)
    {
        var halves = text.Split("::");
        if (halves.Length > 2)
        {
            return null;
        }

        var head = Groups(halves[0], mayEndInV4: halves.Length == 1);
        var tail = halves.Length == 2 ? Groups(halves[1], mayEndInV4: true) : [];
        if (head is null || tail is null)
        {
            return null;
        }

        var missing = 8 - head.Count - tail.Count;
        if (halves.Length == 1 ? missing != 0 || text.Length == 0 : missing < 1)
        {
            return null;
        }

        return head.Concat(Enumerable.Repeat((ushort)0, missing)).Concat(tail)
            .Aggregate(UInt128.Zero, (value, group) => (value << 16) | group);
    }

    /// <summary>RFC 5952 section 4: lower case, no leading zeros, the first longest run of two or more zero groups as <c>::</c>.</summary>
    public static string Write(UInt128 value)
    {
        var groups = Enumerable.Range(0, 8).Select(i => (ushort)(value >> (112 - (16 * i)))).ToArray();
        var (start, length) = (-1, 1);
        for (var i = 0; i < 8; i++)
        {
            var run = groups.Skip(i).TakeWhile(group => group == 0).Count();
            (start, length) = run > length ? (i, run) : (start, length);
        }

        return start < 0
            ? Join(groups)
            : $"{Join(groups[..start])}::{Join(groups[(start + length)..])}";

        static string Join(ushort[] groups) => string.Join(':', groups.Select(group => group.ToString("x", CultureInfo.InvariantCulture)));
    }

    private static List<ushort>? Groups(string text, bool mayEndInV4)
    {
        var groups = new List<ushort>();
        if (text.Length == 0)
        {
            return groups;
        }

        var parts = text.Split(':');
        for (var i = 0; i < parts.Length; i++)
        {
            if (i == parts.Length - 1 && mayEndInV4 && ReadV4(parts[i]) is { } v4)
            {
                groups.Add((ushort)(v4 >> 16));
                groups.Add((ushort)v4);
            }
            else if (parts[i].Length is >= 1 and <= 4 && parts[i].All(char.IsAsciiHexDigit))
            {
                groups.Add(ushort.Parse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            }
            else
            {
                return null;
            }
        }

        return groups;
    }
}
