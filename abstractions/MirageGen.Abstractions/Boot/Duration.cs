using System.Globalization;

namespace MirageGen.Composition;

/// <summary>Durations as people write them: <c>500ms</c>, <c>10s</c>, <c>1.5h</c>, or <c>00:01:30</c>.</summary>
internal static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("ms", TimeSpan.FromMilliseconds(1)), // Before the others that end like it.
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads one. A number alone is none: <see cref="TimeSpan"/> would take it for days, and everybody else for seconds.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                return TryParse(text.AsSpan(0, text.Length - unit.Length), length, out value);
            }
        }

        value = default;
        return text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParse(ReadOnlySpan<char> number, TimeSpan unit, out TimeSpan value)
    {
        value = default;
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign;
        if (!decimal.TryParse(number, style, CultureInfo.InvariantCulture, out var count) || Math.Abs(count) > TimeSpan.MaxValue.Ticks / unit.Ticks)
        {
            return false;
        }

        value = TimeSpan.FromTicks((long)(count * unit.Ticks));
        return true;
    }
}
