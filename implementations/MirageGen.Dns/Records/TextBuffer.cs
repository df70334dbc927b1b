using System.Text;

namespace MirageGen.Dns;

/// <summary>Octets of text that grow as they are written; used again and again.</summary>
internal sealed class TextBuffer
{
    private const int FirstOctets = 256;

    private byte[] _octets = new byte[FirstOctets];
    private int _length;

    /// <summary>What has been written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, _length);

    /// <summary>Begins anew, with the same memory.</summary>
    public void Clear() => _length = 0;

    /// <summary>Room to write into; <see cref="Advance"/> says how much was written.</summary>
    public Span<byte> Room(int octets)
    {
        if (octets > _octets.Length - _length)
        {
            Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _length + octets));
        }

        return _octets.AsSpan(_length);
    }

    /// <summary>Takes what was written into <see cref="Room"/>.</summary>
    public void Advance(int octets) => _length += octets;

    /// <summary>Writes one character of ASCII.</summary>
    public void Append(char character)
    {
        Room(1)[0] = (byte)character;
        _length++;
    }

    /// <summary>Writes octets as they are.</summary>
    public void Append(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room(octets.Length));
        _length += octets.Length;
    }

    /// <summary>Writes text of ASCII.</summary>
    public void Append(string text)
    {
        Ascii.FromUtf16(text, Room(text.Length), out var written);
        _length += written;
    }

    /// <summary>Writes a number.</summary>
    public void AppendNumber(uint value) => _length += NumberText.Write(value, Room(10));

    /// <summary>Writes a name.</summary>
    public void AppendName(ReadOnlySpan<byte> name) => _length += NameText.Write(name, Room(NameText.MaxOctets));

    /// <summary>Writes octets in capital hexadecimal digits.</summary>
    public void AppendHex(ReadOnlySpan<byte> octets)
    {
        Convert.TryToHexString(octets, Room(octets.Length * 2), out var written);
        _length += written;
    }

    /// <summary>Writes octets between quotes, what does not print as <c>\DDD</c>.</summary>
    public void AppendQuoted(ReadOnlySpan<byte> octets)
    {
        Append('"');
        AppendEscaped(octets);
        Append('"');
    }

    /// <summary>Writes octets as they stand between quotes.</summary>
    public void AppendEscaped(ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            if (octet is < (byte)' ' or >= 0x7F)
            {
                _length += NameText.WriteDecimalEscape(octet, Room(4));
                continue;
            }

            if (octet is (byte)'"' or (byte)'\\')
            {
                Append('\\');
            }

            Append((char)octet);
        }
    }

    /// <summary>The text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(Written);
}
