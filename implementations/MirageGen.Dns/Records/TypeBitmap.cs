using System.Numerics;

namespace MirageGen.Dns;

/// <summary>Sets of types as windows of bits (RFC 4034 section 4.1.2).</summary>
internal static class TypeBitmap
{
    private const int MaxWindowOctets = 32;
    private const int TypesInWindow = 256;
    private const int Windows = 256;

    /// <summary>Judges a set: windows ascend, none is empty or ends with an octet of zeros.</summary>
    public static RdataError Judge(ReadOnlySpan<byte> windows)
    {
        var last = -1;
        while (!windows.IsEmpty)
        {
            if (windows.Length < 2 || windows.Length < 2 + windows[1])
            {
                return RdataError.Truncated;
            }

            int length = windows[1];
            if (windows[0] <= last || length is 0 or > MaxWindowOctets || windows[1 + length] == 0)
            {
                return RdataError.Value;
            }

            last = windows[0];
            windows = windows[(2 + length)..];
        }

        return RdataError.None;
    }

    /// <summary>Whether a type is in a sound set.</summary>
    public static bool Contains(ReadOnlySpan<byte> windows, RecordType type)
    {
        for (; !windows.IsEmpty; windows = windows[(2 + windows[1])..])
        {
            if (windows[0] == (int)type / TypesInWindow)
            {
                var bit = (int)type % TypesInWindow;
                return bit / 8 < windows[1] && (windows[2 + (bit / 8)] & (0x80 >> (bit % 8))) != 0;
            }
        }

        return false;
    }

    /// <summary>Writes the types of a sound set, a space before each.</summary>
    public static void Print(ReadOnlySpan<byte> windows, TextBuffer text)
    {
        for (; !windows.IsEmpty; windows = windows[(2 + windows[1])..])
        {
            for (var i = 0; i < windows[1]; i++)
            {
                for (var bits = (uint)windows[2 + i] << 24; bits != 0;)
                {
                    var bit = BitOperations.LeadingZeroCount(bits);
                    bits &= ~(0x8000_0000 >> bit);
                    text.Append(' ');
                    text.Append(TypeText.Of((RecordType)((windows[0] * TypesInWindow) + (8 * i) + bit)));
                }
            }
        }
    }

    /// <summary>Makes a set.</summary>
    public static byte[] Of(IReadOnlyList<RecordType> types)
    {
        Span<byte> bits = stackalloc byte[Windows * MaxWindowOctets];
        bits.Clear();
        foreach (var type in types)
        {
            Set(bits, type);
        }

        var data = new RdataBuffer();
        Write(bits, data);
        return data.Written.ToArray();
    }

    /// <summary>Reads types to the end of an entry.</summary>
    public static void Parse(Entry entry, RdataBuffer rdata)
    {
        Span<byte> bits = stackalloc byte[Windows * MaxWindowOctets];
        bits.Clear();
        while (entry.HasMore)
        {
            var token = entry.Take("a type");
            if (!TypeText.TryRead(entry.TextOf(token), out RecordType type))
            {
                throw entry.Fail(token, $"'{entry.Quote(token)}' is no type; write a mnemonic, or TYPE and a number");
            }

            Set(bits, type);
        }

        Write(bits, rdata);
    }

    private static void Set(Span<byte> bits, RecordType type) => bits[(int)type / 8] |= (byte)(0x80 >> ((int)type % 8));

    private static void Write(ReadOnlySpan<byte> bits, RdataBuffer rdata)
    {
        for (var window = 0; window < Windows; window++)
        {
            var octets = bits.Slice(window * MaxWindowOctets, MaxWindowOctets);
            var length = octets.LastIndexOfAnyExcept((byte)0) + 1;
            if (length > 0)
            {
                rdata.Append([(byte)window, (byte)length]);
                rdata.Append(octets[..length]);
            }
        }
    }
}
