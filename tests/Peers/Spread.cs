using System.Globalization;

namespace MirageGen.Peers;

/// <summary>Median, least and greatest of several measurements.</summary>
internal readonly record struct Spread(double Median, double Least, double Greatest) : IFormattable
{
    public static Spread Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }

    /// <summary>Reads what <see cref="ToString"/> has written.</summary>
    public static Spread Parse(string text)
    {
        var parts = text.Split([' ', '(', '-', ')'], StringSplitOptions.RemoveEmptyEntries).Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return new(parts[0], parts[1], parts[2]);
    }

    /// <summary>The median, and the others in brackets.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        var culture = CultureInfo.InvariantCulture;
        return $"{Median.ToString(format, culture)} ({Least.ToString(format, culture)}-{Greatest.ToString(format, culture)})";
    }
}
