using System.Text.Unicode;

namespace MirageGen.Http.Wire;

/// <summary>
/// Brings a path into the one form that routes and stores see: percent-encoding undone, dot segments removed
/// (RFC 3986 section 6.2.2), valid UTF-8.
/// </summary>
/// <remarks>
/// Segments are split before they are decoded, so an encoded slash separates nothing: it becomes
/// <see cref="EncodedSlash"/>, an octet that no path can have otherwise, because encoded control characters (<c>%00</c>
/// among them) are refused. Dot segments are recognised in encoded form too. A path above the root is refused rather than
/// cut off.
/// </remarks>
internal static class PathNormalizer
{
    /// <summary>Stands for <c>%2F</c> in a normal path.</summary>
    public const byte EncodedSlash = 0;

    private const byte Slash = (byte)'/';
    private const byte Delete = 0x7F;

    /// <summary>Writes the normal form.</summary>
    /// <param name="path">Starts with a slash.</param>
    /// <param name="destination">At least as long as the path.</param>
    /// <param name="length">Octets written.</param>
    public static WireError Normalize(ReadOnlySpan<byte> path, Span<byte> destination, out int length)
    {
        length = 0;
        while (!path.IsEmpty)
        {
            var next = path[1..].IndexOf(Slash);
            var segment = next < 0 ? path[1..] : path.Slice(1, next);
            var isLast = next < 0;
            path = isLast ? default : path[(next + 1)..];

            var start = length;
            destination[length++] = Slash;
            var error = Decode(segment, destination, ref length);
            if (error == WireError.None)
            {
                error = ApplyDots(destination, start, isLast, ref length);
            }

            if (error != WireError.None)
            {
                return error;
            }
        }

        return Utf8.IsValid(destination[..length]) ? WireError.None : WireError.BadPercentEncoding;
    }

    private static WireError Decode(ReadOnlySpan<byte> segment, Span<byte> destination, ref int length)
    {
        while (true)
        {
            var percent = segment.IndexOf((byte)'%');
            var plain = percent < 0 ? segment : segment[..percent];
            plain.CopyTo(destination[length..]);
            length += plain.Length;
            if (percent < 0)
            {
                return WireError.None;
            }

            if (!TryDecode(segment[percent..], out var octet) || octet is < HttpGrammar.Space or Delete)
            {
                return WireError.BadPercentEncoding;
            }

            destination[length++] = octet == Slash ? EncodedSlash : octet;
            segment = segment[(percent + 3)..];
        }
    }

    /// <summary>Reads one <c>%XX</c> at the start of a span.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> encoded, out byte octet)
    {
        octet = 0;
        if (encoded.Length < 3)
        {
            return false;
        }

        var high = HttpGrammar.HexValue(encoded[1]);
        var low = HttpGrammar.HexValue(encoded[2]);
        octet = (byte)((high << 4) | low);
        return high >= 0 && low >= 0;
    }

    /// <summary>Takes back the segment just written when it is <c>.</c>, and the one before it too when it is <c>..</c>.</summary>
    private static WireError ApplyDots(ReadOnlySpan<byte> written, int start, bool isLast, ref int length)
    {
        var segment = written[(start + 1)..length];
        if (segment.SequenceEqual("."u8))
        {
            length = start;
        }
        else if (segment.SequenceEqual(".."u8))
        {
            if (start == 0)
            {
                return WireError.PathAboveRoot;
            }

            length = written[..start].LastIndexOf(Slash);
        }
        else
        {
            return WireError.None;
        }

        // A dot segment at the end leaves its slash: /a/. is /a/.
        length += isLast ? 1 : 0;
        return WireError.None;
    }
}
