using System.Text;

namespace MirageGen.Composition;

/// <summary>Renders <c>--help</c>.</summary>
internal static class BootUsage
{
    private const int WidestColumn = 32;
    private const string HelpSpelling = "--help";

    public static string Render(BootImage image)
    {
        var text = new StringBuilder(image.Name);
        if (image.Summary.Length > 0)
        {
            text.Append(": ").Append(image.Summary);
        }

        text.Append("\n\nArguments:\n");
        var spellings = Array.ConvertAll(image.Parameters, Spelling);
        var column = HelpSpelling.Length;
        foreach (var spelling in spellings)
        {
            column = spelling.Length <= WidestColumn ? Math.Max(column, spelling.Length) : column;
        }

        column += 2;
        for (var i = 0; i < spellings.Length; i++)
        {
            Line(text, spellings[i], Explanation(image.Parameters[i]), column);
        }

        Line(text, HelpSpelling, "Show this and exit", column);
        return text.ToString();
    }

    private static void Line(StringBuilder text, string spelling, string explanation, int column)
    {
        text.Append("  ").Append(spelling);
        if (explanation.Length > 0)
        {
            var isTooLong = spelling.Length + 2 > column;
            text.Append(isTooLong ? "\n  " : "").Append(' ', isTooLong ? column : column - spelling.Length).Append(explanation);
        }

        text.Append('\n');
    }

    private static string Spelling(BootParameter parameter) => parameter.Kind switch
    {
        BootParameterKind.Switch => $"--{parameter.Name}",
        BootParameterKind.List => $"--{parameter.Name} <{parameter.ValueName}> ...",
        _ => $"--{parameter.Name} <{parameter.ValueName}>",
    };

    private static string Explanation(BootParameter parameter) => parameter switch
    {
        { IsRequired: true } => $"{parameter.Summary} [required]".TrimStart(),
        { Kind: BootParameterKind.Switch } or { Default: null or "" } => parameter.Summary,
        _ => $"{parameter.Summary} [default: {parameter.Default}]".TrimStart(),
    };
}
