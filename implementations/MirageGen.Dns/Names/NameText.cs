using System.Buffers;
using System.Buffers.Text;

namespace MirageGen.Dns;

/// <summary>
/// The presentation form of names (RFC 1035 section 5.1, RFC 4343 section 2.1): labels with dots between them, what has a
/// meaning of its own behind a backslash, and octets that do not print as <c>\DDD</c>.
/// </summary>
internal static class NameText
{
    /// <summary>The most octets a name can need: each of its octets as an escape of four.</summary>
    public const int MaxOctets = NameOctets.MaxOctets * 4;

    /// <summary>What stands for itself in a label: printing ASCII without what a zone file or a name gives a meaning.</summary>
    private static readonly SearchValues<byte> Plain = SearchValues.Create(
        "!#%&'*+,-/0123456789:<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"u8);

    /// <summary>Reads a name.</summary>
    /// <param name="text">What stands in a zone file, without quotes.</param>
    /// <param name="origin">The wire form of what a name without a dot at its end is relative to; empty when it may not be.</param>
    /// <param name="destination">Room for <see cref="NameOctets.MaxOctets"/>.</param>
    /// <param name="length">The octets of the wire form.</param>
    public static NameError TryRead(ReadOnlySpan<byte> text, ReadOnlySpan<byte> origin, Span<byte> destination, out int length)
    {
        length = 0;
        if (text.SequenceEqual("."u8))
        {
            destination[0] = 0;
            length = 1;
            return NameError.None;
        }

        var labelAt = 0;
        var at = 0;
        length = 1;
        while (at < text.Length)
        {
            if (text[at] == '.')
            {
                at++;
                var error = EndLabel(destination, ref labelAt, ref length);
                if (error != NameError.None || at == text.Length)
                {
                    destination[labelAt] = 0;
                    return error;
                }

                continue;
            }

            if (length == NameOctets.MaxOctets)
            {
                return NameError.NameTooLong;
            }

            var octetError = ReadOctet(text, ref at, out destination[length]);
            if (octetError != NameError.None)
            {
                return octetError;
            }

            length++;
        }

        return EndRelative(origin, destination, labelAt, ref length);
    }

    /// <summary>Writes a name, with a dot at its end.</summary>
    /// <param name="name">Its wire form.</param>
    /// <param name="destination">Room for <see cref="MaxOctets"/>.</param>
    /// <returns>Octets written.</returns>
    public static int Write(ReadOnlySpan<byte> name, Span<byte> destination)
    {
        if (name[0] == 0)
        {
            destination[0] = (byte)'.';
            return 1;
        }

        var written = 0;
        for (; name[0] != 0; name = name[(1 + name[0])..])
        {
            foreach (var octet in name.Slice(1, name[0]))
            {
                written += WriteOctet(octet, destination[written..]);
            }

            destination[written++] = (byte)'.';
        }

        return written;
    }

    /// <summary>Reads the character or the escape at a place (RFC 1035 section 5.1).</summary>
    public static bool TryReadEscaped(ReadOnlySpan<byte> text, ref int at, out byte octet)
    {
        octet = text[at++];
        if (octet != '\\')
        {
            return true;
        }

        if (at == text.Length)
        {
            return false;
        }

        octet = text[at++];
        if ((uint)(octet - '0') > 9)
        {
            return true;
        }

        if (text.Length - at < 2 || (uint)(text[at] - '0') > 9 || (uint)(text[at + 1] - '0') > 9)
        {
            return false;
        }

        var value = ((octet - '0') * 100) + ((text[at] - '0') * 10) + (text[at + 1] - '0');
        at += 2;
        octet = (byte)value;
        return value <= byte.MaxValue;
    }

    /// <summary>Writes an octet as <c>\DDD</c>.</summary>
    /// <returns>Octets written, which are four.</returns>
    public static int WriteDecimalEscape(byte octet, Span<byte> destination)
    {
        destination[0] = (byte)'\\';
        Utf8Formatter.TryFormat(octet, destination[1..], out var digits, new StandardFormat('D', 3));
        return 1 + digits;
    }

    private static int WriteOctet(byte octet, Span<byte> destination)
    {
        if (Plain.Contains(octet))
        {
            destination[0] = octet;
            return 1;
        }

        if (octet is <= (byte)' ' or >= 0x7F)
        {
            return WriteDecimalEscape(octet, destination);
        }

        destination[0] = (byte)'\\';
        destination[1] = octet;
        return 2;
    }

    private static NameError ReadOctet(ReadOnlySpan<byte> text, ref int at, out byte octet)
    {
        if (text[at] is <= (byte)' ' or >= 0x7F)
        {
            octet = 0;
            return NameError.Character;
        }

        return TryReadEscaped(text, ref at, out octet) ? NameError.None : NameError.Escape;
    }

    /// <summary>Fills in a label's length, with the octets behind it there already, and makes room for the next one's.</summary>
    private static NameError EndLabel(Span<byte> destination, ref int labelAt, ref int length)
    {
        var octets = length - labelAt - 1;
        if (octets is 0 or > NameOctets.MaxLabelOctets)
        {
            return octets == 0 ? NameError.EmptyLabel : NameError.LabelTooLong;
        }

        if (length == NameOctets.MaxOctets)
        {
            return NameError.NameTooLong;
        }

        destination[labelAt] = (byte)octets;
        labelAt = length++;
        return NameError.None;
    }

    private static NameError EndRelative(ReadOnlySpan<byte> origin, Span<byte> destination, int labelAt, ref int length)
    {
        var error = EndLabel(destination, ref labelAt, ref length);
        if (error != NameError.None)
        {
            return error;
        }

        if (origin.IsEmpty)
        {
            return NameError.NoOrigin;
        }

        length = labelAt + origin.Length;
        if (length > NameOctets.MaxOctets)
        {
            return NameError.NameTooLong;
        }

        origin.CopyTo(destination[labelAt..]);
        return NameError.None;
    }
}
