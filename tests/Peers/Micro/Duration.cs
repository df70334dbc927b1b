using System.Globalization;

namespace MirageGen.Peers.Micro;

/// <summary>Times from nanoseconds to seconds, as text.</summary>
internal static class Duration
{
    private const double Thousand = 1000;

    private static readonly string[] Units = ["ns", "µs", "ms", "s"];

    /// <summary>Three digits and a unit; a bar where there is no number.</summary>
    public static string Text(double nanoseconds)
    {
        if (double.IsNaN(nanoseconds))
        {
            return "-";
        }

        var unit = 0;
        for (; nanoseconds >= Thousand && unit < Units.Length - 1; unit++)
        {
            nanoseconds /= Thousand;
        }

        var format = nanoseconds < 10 ? "F2" : nanoseconds < 100 ? "F1" : "F0";
        return $"{nanoseconds.ToString(format, CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
