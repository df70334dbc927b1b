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
        _ = line.Append(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Name(level)} {category}: ");
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
