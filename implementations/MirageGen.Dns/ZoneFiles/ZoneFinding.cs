namespace MirageGen.Dns;

/// <summary>Something that is wrong with a zone.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="File">The file of the record that it is about; null when that has no name, or there is no record.</param>
/// <param name="Line">The line of that record, from one; zero when there is none.</param>
/// <param name="Problem">What is wrong and what to do.</param>
public sealed record ZoneFinding(ZoneFindingSeverity Severity, string? File, int Line, string Problem)
{
    /// <summary>Place, severity and problem in one line.</summary>
    public override string ToString()
    {
        var place = Line == 0 ? string.Empty : $"{(File is null ? string.Empty : File + ":")}{Line}: ";
        return $"{place}{(Severity == ZoneFindingSeverity.Error ? "error" : "warning")}: {Problem}";
    }
}
