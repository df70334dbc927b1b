using System.Runtime.InteropServices;
using System.Text;

namespace MirageGen.Xen.Consoles;

/// <summary>Makes lines of what is typed at a terminal that leaves everything to this end: shows it, and knows the key that takes back.</summary>
internal sealed class LineEditor
{
    /// <summary>A longer line comes in pieces of this length.</summary>
    public const int MostLineOctets = 4096;

    /// <summary>Lines that may wait to be read; what is typed beyond is dropped.</summary>
    public const int MostLines = 64;

    private const byte Backspace = 8;
    private const byte Delete = 127;

    private readonly Queue<string> _lines = new();
    private readonly List<byte> _line = [];
    private bool _hasReturned;

    /// <summary>Takes a line that is whole.</summary>
    public bool TryTake([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? line) => _lines.TryDequeue(out line);

    /// <summary>Takes what was typed.</summary>
    /// <param name="octets">As they came.</param>
    /// <param name="show">What is to be shown for them is added here.</param>
    public void Type(ReadOnlySpan<byte> octets, List<byte> show)
    {
        foreach (var octet in octets)
        {
            var isPair = octet == '\n' && _hasReturned;
            _hasReturned = octet == '\r';
            switch (octet)
            {
                case (byte)'\n' when isPair:
                    break;
                case (byte)'\r' or (byte)'\n':
                    show.AddRange("\r\n"u8);
                    EndLine();
                    break;
                case Backspace or Delete:
                    TakeBack(show);
                    break;
                case >= 32 or (byte)'\t':
                    // A piece ends in front of a character that it would split.
                    if (_line.Count + CharacterOctets(octet) > MostLineOctets)
                    {
                        EndLine();
                    }

                    _line.Add(octet);
                    show.Add(octet);
                    break;
                default:
                    break;
            }
        }
    }

    // By its first octet (RFC 3629 section 3); the others count as one.
    private static int CharacterOctets(byte first) => first switch
    {
        >= 0xf0 => 4,
        >= 0xe0 => 3,
        >= 0xc0 => 2,
        _ => 1,
    };

    private void TakeBack(List<byte> show)
    {
        // A character may have several octets, of which all but the first begin with the bits 10.
        var count = _line.Count;
        while (count > 0 && (_line[--count] & 0xc0) == 0x80)
        {
        }

        if (_line.Count > 0)
        {
            _line.RemoveRange(count, _line.Count - count);
            show.AddRange("\b \b"u8);
        }
    }

    private void EndLine()
    {
        if (_lines.Count < MostLines)
        {
            _lines.Enqueue(Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_line)));
        }

        _line.Clear();
    }
}
