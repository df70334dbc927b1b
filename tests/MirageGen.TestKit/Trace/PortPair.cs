using System.Globalization;
using System.Text.Unicode;

namespace MirageGen.TestKit;

/// <summary>Between which ports, for the trace: <c>49152>80</c>.</summary>
internal readonly record struct PortPair(int Source, int Destination) : IUtf8SpanFormattable
{
    public bool TryFormat(Span<byte> utf8Destination, out int bytesWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
        Utf8.TryWrite(utf8Destination, CultureInfo.InvariantCulture, $"{Source}>{Destination}", out bytesWritten);
}
