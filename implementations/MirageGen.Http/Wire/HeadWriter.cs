using System.Buffers.Text;

namespace MirageGen.Http.Wire;

/// <summary>Writes a message's head into room that its maker has measured.</summary>
internal ref struct HeadWriter(Span<byte> destination)
{
    /// <summary>Octets that a status line, fields and their values do not account for: Date, framing, Connection.</summary>
    public const int ManagedFieldsBytes = 192;

    private readonly Span<byte> _destination = destination;

    /// <summary>Octets written.</summary>
    public int Length { get; private set; }

    public void Write(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(_destination[Length..]);
        Length += octets.Length;
    }

    public void Write(long number)
    {
        Utf8Formatter.TryFormat(number, _destination[Length..], out var length);
        Length += length;
    }

    /// <summary>Writes the field that says where the body ends.</summary>
    public void WriteFraming(BodyFraming framing, long length)
    {
        if (framing == BodyFraming.Length)
        {
            Write("Content-Length: "u8);
            Write(length);
            Write("\r\n"u8);
        }
        else if (framing == BodyFraming.Chunked)
        {
            Write("Transfer-Encoding: chunked\r\n"u8);
        }
    }
}
