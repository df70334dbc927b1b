using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace MirageGen.TestKit;

/// <summary>
/// Formats <c>$"..."</c> straight into the trace's line buffer: nothing is allocated, so that tracing does not disturb
/// a test that counts allocations. A line too long is cut.
/// </summary>
[InterpolatedStringHandler]
internal ref struct TraceLine
{
    private readonly Span<byte> _buffer;
    private int _length;

    public TraceLine(int literalLength, int formattedCount, World world)
    {
        _buffer = world.Trace.LineBuffer;
        AppendFormatted(world.Now.Ticks / TimeSpan.TicksPerSecond);
        AppendLiteral(".");
        AppendFormatted(world.Now.Ticks % TimeSpan.TicksPerSecond, "0000000");
        AppendLiteral(" ");
    }

    // One octet is kept for the end of the line.
    private readonly Span<byte> Room => _buffer[_length..^1];

    public void AppendLiteral(string text) => AppendFormatted(text);

    public void AppendFormatted(string? text) => AppendFormatted(text.AsSpan());

    public void AppendFormatted(ReadOnlySpan<char> text)
    {
        // Utf8 never splits a character, so a cut line is still text. Line ends inside would make two events of one.
        foreach (var rune in text.EnumerateRunes())
        {
            var one = rune.Value is '\n' or '\r' ? new Rune(' ') : rune;
            if (!one.TryEncodeToUtf8(Room, out var written))
            {
                return;
            }

            _length += written;
        }
    }

    public void AppendFormatted(PortPair ports)
    {
        AppendFormatted(ports.Source);
        AppendLiteral(">");
        AppendFormatted(ports.Destination);
    }

    public void AppendFormatted<T>(T value, string? format = null)
        where T : IUtf8SpanFormattable
    {
        if (value.TryFormat(Room, out var written, format, CultureInfo.InvariantCulture))
        {
            _length += written;
        }
    }

    public readonly ReadOnlySpan<byte> Finish()
    {
        _buffer[_length] = (byte)'\n';
        return _buffer[..(_length + 1)];
    }
}
