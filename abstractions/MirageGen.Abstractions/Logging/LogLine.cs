using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace MirageGen.Logging;

/// <summary>How an entry looks: <c>2026-05-04T10:20:30.123Z info  HttpServer: listening on *:8080</c>.</summary>
internal static class LogLine
{
    private const string Indent = "    ";

    public static string Render(DateTimeOffset at, LogLevel level, string category, string message, Exception? error)
    {
        var line = new StringBuilder();
        AppendTime(line, at.UtcDateTime);
        _ = line.Append(' ').Append(Name(level)).Append(' ').Append(category).Append(": ");
        AppendEscaped(line, message);
        _ = line.Append('\n');
        if (error is not null)
        {
            foreach (var part in error.ToString().AsSpan().EnumerateLines())
            {
                _ = line.Append(Indent);
                AppendEscaped(line, part);
                _ = line.Append('\n');
            }
        }

        return line.ToString();
    }

    // By hand: .NET's formats of dates bring calendars, cultures and time zones into an image.
    private static void AppendTime(StringBuilder line, DateTime time)
    {
        AppendDigits(line, time.Year, 1000);
        AppendDigits(line.Append('-'), time.Month, 10);
        AppendDigits(line.Append('-'), time.Day, 10);
        AppendDigits(line.Append('T'), time.Hour, 10);
        AppendDigits(line.Append(':'), time.Minute, 10);
        AppendDigits(line.Append(':'), time.Second, 10);
        AppendDigits(line.Append('.'), time.Millisecond, 100);
        _ = line.Append('Z');
    }

    // With zeros in front, down from the digit of a weight.
    private static void AppendDigits(StringBuilder line, int number, int weight)
    {
        for (; weight > 0; weight /= 10)
        {
            _ = line.Append((char)('0' + (number / weight % 10)));
        }
    }

    private static string Name(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };

    private static void AppendEscaped(StringBuilder line, ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            _ = c switch
            {
                '\n' => line.Append(@"\n"),
                '\r' => line.Append(@"\r"),
                '\t' => line.Append(' '),
                _ when char.IsControl(c) => line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => line.Append(c),
            };
        }
    }
}
