using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>Writes the value of Content-Range (RFC 9110 section 14.4).</summary>
internal static class ContentRangeText
{
    /// <summary>Octets of the longest value: three numbers of 19 digits.</summary>
    public const int MostBytes = 72;

    /// <summary><c>bytes 0-99/1000</c></summary>
    public static ReadOnlySpan<byte> Write(Span<byte> destination, ByteRange range, long whole)
    {
        var writer = new HeadWriter(destination);
        writer.Write("bytes "u8);
        writer.Write(range.Offset);
        writer.Write("-"u8);
        writer.Write(range.Offset + range.Length - 1);
        writer.Write("/"u8);
        writer.Write(whole);
        return destination[..writer.Length];
    }

    /// <summary><c>bytes */1000</c></summary>
    public static ReadOnlySpan<byte> WriteUnsatisfied(Span<byte> destination, long whole)
    {
        var writer = new HeadWriter(destination);
        writer.Write("bytes */"u8);
        writer.Write(whole);
        return destination[..writer.Length];
    }
}
