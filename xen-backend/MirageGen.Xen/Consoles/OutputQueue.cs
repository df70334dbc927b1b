using System.Text;

namespace MirageGen.Xen.Consoles;

/// <summary>What waits to be shown: text as octets, with a carriage return before each line feed, as a terminal wants it.</summary>
internal sealed class OutputQueue
{
    /// <summary>The most octets that wait.</summary>
    public const int MostOctets = 64 * 1024;

    private byte[] _octets = new byte[1024];
    private int _start;
    private int _end;

    /// <summary>Octets that were dropped because too much waited.</summary>
    public long Dropped { get; private set; }

    /// <summary>What waits.</summary>
    public ReadOnlySpan<byte> Waiting => _octets.AsSpan(_start, _end - _start);

    /// <summary>Adds a text, all of it or nothing.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        var octets = Encoding.UTF8.GetByteCount(text) + text.Count('\n');
        if (octets > MostOctets - (_end - _start))
        {
            Dropped += octets;
            return;
        }

        MakeRoom(octets);
        while (!text.IsEmpty)
        {
            var line = text.IndexOf('\n');
            var part = line < 0 ? text : text[..line];
            _end += Encoding.UTF8.GetBytes(part, _octets.AsSpan(_end));
            if (line >= 0)
            {
                "\r\n"u8.CopyTo(_octets.AsSpan(_end));
                _end += 2;
            }

            text = line < 0 ? default : text[(line + 1)..];
        }
    }

    /// <summary>Adds octets as they are, all of them or nothing.</summary>
    public void Add(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MostOctets - (_end - _start))
        {
            Dropped += octets.Length;
            return;
        }

        MakeRoom(octets.Length);
        octets.CopyTo(_octets.AsSpan(_end));
        _end += octets.Length;
    }

    /// <summary>The first octets have been shown.</summary>
    public void Remove(int count)
    {
        _start += count;
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }
    }

    private void MakeRoom(int octets)
    {
        if (octets <= _octets.Length - _end)
        {
            return;
        }

        var waiting = _end - _start;
        var larger = octets + waiting <= _octets.Length ? _octets : new byte[Math.Max(octets + waiting, 2 * _octets.Length)];
        Waiting.CopyTo(larger);
        _octets = larger;
        _start = 0;
        _end = waiting;
    }
}
