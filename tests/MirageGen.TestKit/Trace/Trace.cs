using System.Globalization;
using System.Text;

namespace MirageGen.TestKit;

/// <summary>
/// What happened in a world, one line of text an event: packets sent, lost and delivered (with a digest of their
/// content), connections, lines on consoles and in logs, writes to storage, and the test's own notes. Two runs with one
/// seed give the same octets.
/// </summary>
/// <remarks>The digest is over everything; of the text the last part is kept, in memory set aside at the start.</remarks>
public sealed class Trace
{
    private const int LongestLine = 512;

    private readonly byte[] _ring;
    private readonly Stream? _file;
    private readonly byte[] _line = new byte[LongestLine];
    private TraceHash _hash = new();
    private long _written;

    /// <param name="capacity">How much text is kept, in octets.</param>
    /// <param name="file">Gets all text, if it is to be kept.</param>
    internal Trace(int capacity, Stream? file)
    {
        _ring = new byte[Math.Max(capacity, LongestLine)];
        _file = file;
    }

    /// <summary>How many events there were.</summary>
    public long Count { get; private set; }

    /// <summary>Whether the text still begins with the first event.</summary>
    public bool IsWhole => _written <= _ring.Length;

    /// <summary>A digest over all events from the first, sixteen hexadecimal digits: equal runs have equal digests.</summary>
    public string Digest => _hash.Value.ToString("x16", CultureInfo.InvariantCulture);

    internal Span<byte> LineBuffer => _line;

    /// <summary>The text of the events that were kept, each line ended by <c>\n</c>.</summary>
    public override string ToString()
    {
        if (IsWhole)
        {
            return Encoding.UTF8.GetString(_ring, 0, (int)_written);
        }

        var start = (int)(_written % _ring.Length);
        byte[] octets = [.. _ring.AsSpan(start), .. _ring.AsSpan(0, start)];
        var firstWhole = octets.AsSpan().IndexOf((byte)'\n') + 1;
        return Encoding.UTF8.GetString(octets.AsSpan(firstWhole));
    }

    /// <summary>The last few lines.</summary>
    /// <param name="lines">How many at most.</param>
    public string Tail(int lines)
    {
        var all = ToString().TrimEnd('\n').Split('\n');
        return string.Join('\n', all.TakeLast(lines));
    }

    internal void Add(ref TraceLine line)
    {
        var octets = line.Finish();
        Count++;
        _hash.Add(octets);
        var at = (int)(_written % _ring.Length);
        var first = Math.Min(octets.Length, _ring.Length - at);
        octets[..first].CopyTo(_ring.AsSpan(at));
        octets[first..].CopyTo(_ring);
        _written += octets.Length;
        _file?.Write(octets);
    }
}
