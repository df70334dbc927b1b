using System.Globalization;
using MirageGen.Peers.Reports;

namespace MirageGen.Peers.Xen;

/// <summary>One thing that was measured of our domain and of theirs.</summary>
/// <param name="What">What.</param>
/// <param name="Ours">Ours, as text.</param>
/// <param name="Theirs">Theirs.</param>
/// <param name="RatioText">Ours to theirs.</param>
/// <param name="Ratio">The same as numbers.</param>
/// <param name="IsLessBetter">Whether we are ahead below one.</param>
internal sealed record XenRow(string What, string Ours, string Theirs, string RatioText, Spread Ratio, bool IsLessBetter)
{
    /// <summary>Its cells in a table.</summary>
    public string[] Cells => [What, Ours, Theirs, RatioText];

    /// <summary>Its bar in a chart.</summary>
    public Bar Bar => new(What.Split(" of the domain")[0], Ratio, IsLessBetter);

    /// <summary>Makes one of as many pairs as there were rounds.</summary>
    public static XenRow Of(string what, IEnumerable<(double Ours, double Theirs)> pairs, string format, string ratioFormat, bool isLessBetter = false)
    {
        var all = pairs.ToArray();
        var ratio = Spread.Of(all.Select(pair => pair.Ours / pair.Theirs));
        return new(what, Text(Spread.Of(all.Select(pair => pair.Ours)), format), Text(Spread.Of(all.Select(pair => pair.Theirs)), format), Text(ratio, ratioFormat), ratio, isLessBetter);

        string Text(Spread spread, string form) =>
            all.Length == 1 ? spread.Median.ToString(form, CultureInfo.InvariantCulture) : spread.ToString(form, null);
    }
}
