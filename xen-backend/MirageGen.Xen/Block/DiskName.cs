using System.Globalization;

namespace MirageGen.Xen.Block;

/// <summary>
/// The names that people have for a domain's disks and the numbers that the store has for them (docs/man/xen-vbd-interface of Xen):
/// <c>xvda</c>, and <c>xvda1</c> where a partition is given as a disk of its own; <c>sda</c> and <c>hda</c>; plain numbers.
/// </summary>
internal static class DiskName
{
    private const int Letters = 26;
    private const int ExtendedDisk = 1 << 28;

    // xvd and sd: sixteen numbers a disk; hd: sixty-four, two disks to each of two major numbers.
    private const uint XenMajor = 202;
    private const uint ScsiMajor = 8;
    private const uint FirstIdeMajor = 3;
    private const uint SecondIdeMajor = 22;

    /// <summary>The number of a disk.</summary>
    /// <returns>False when no disk can have the name.</returns>
    public static bool TryParse(string name, out uint number)
    {
        number = 0;
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
        {
            return uint.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out number);
        }

        var letters = name.Length > 2 && name.StartsWith("xvd", StringComparison.Ordinal) ? 3 : 2;
        if (name.Length <= letters || !TryParseUnit(name.AsSpan(letters), out var disk, out var partition))
        {
            return false;
        }

        var found = name.AsSpan(0, letters) switch
        {
            "xvd" when disk < 16 && partition < 16 => (XenMajor << 8) | (disk << 4) | partition,
            "xvd" when disk < 1 << 20 && partition < 256 => ExtendedDisk | (disk << 8) | partition,
            "sd" when disk < 16 && partition < 16 => (ScsiMajor << 8) | (disk << 4) | partition,
            "hd" when disk < 4 && partition < 64 => ((disk < 2 ? FirstIdeMajor : SecondIdeMajor) << 8) | ((disk & 1) << 6) | partition,
            _ => (uint?)null,
        };
        number = found ?? 0;
        return found is not null;
    }

    /// <summary>The name of the disk with a number; the number itself where it has none.</summary>
    public static string Of(uint number)
    {
        var (major, minor) = (number >> 8, number & 0xff);
        return major switch
        {
            XenMajor => Name("xvd", minor >> 4, minor & 15),
            ScsiMajor => Name("sd", minor >> 4, minor & 15),
            FirstIdeMajor when minor < 128 => Name("hd", minor >> 6, minor & 63),
            SecondIdeMajor when minor < 128 => Name("hd", 2 + (minor >> 6), minor & 63),
            _ when number >> 28 == 1 => Name("xvd", (number & 0xfff_ffff) >> 8, minor),
            _ => number.ToString(CultureInfo.InvariantCulture),
        };
    }

    // a to z, then aa to zz and so on; then the partition's number, if any.
    private static bool TryParseUnit(ReadOnlySpan<char> text, out uint disk, out uint partition)
    {
        const int MostLetters = 5;
        var count = text.IndexOfAnyExceptInRange('a', 'z');
        count = count < 0 ? text.Length : count;
        (disk, partition) = (0, 0);
        if (count is 0 or > MostLetters)
        {
            return false;
        }

        foreach (var letter in text[..count])
        {
            disk = (disk * Letters) + (uint)(letter - 'a' + 1);
        }

        disk--;
        var rest = text[count..];
        return rest.IsEmpty
            || (rest[0] != '0' && uint.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out partition));
    }

    private static string Name(string kind, uint disk, uint partition)
    {
        var unit = string.Empty;
        for (var left = disk + 1; left > 0; left = (left - 1) / Letters)
        {
            unit = (char)('a' + ((left - 1) % Letters)) + unit;
        }

        return kind + unit + (partition == 0 ? string.Empty : partition.ToString(CultureInfo.InvariantCulture));
    }
}
