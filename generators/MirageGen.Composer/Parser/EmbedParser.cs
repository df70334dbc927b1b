using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using MirageGen.Composer.Diagnostics;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Parser;

/// <summary>Reads <c>[Embed]</c> and the build's list of the directories that it compiled in.</summary>
internal static class EmbedParser
{
    /// <summary>The list's file name.</summary>
    public const string TableName = "mirage.embed.txt";

    public static ParameterRole ParseParameter(IParameterSymbol parameter, AttributeData mark)
    {
        if (!parameter.Type.Is(AttributeNames.UserNamespace, "IKeyValueReader"))
        {
            return Unfit(parameter, $"its type is '{parameter.Type.ToTypeName().Display}', and embedded files are read through IKeyValueReader");
        }

        return mark.Positional(0) is string directory && IsBelowProject(directory)
            ? new ParameterRole.Embed(directory)
            : Unfit(parameter, "the directory must be a path below the project's folder, with / between its parts");
    }

    /// <summary>Reads the list: a line per directory, of the directory, the property, the number of files and the octets.</summary>
    public static EmbedTable ParseTable(SourceText? text)
    {
        if (text is null)
        {
            return EmbedTable.Absent;
        }

        var entries = ImmutableArray.CreateBuilder<EmbedEntry>();
        foreach (var line in text.Lines)
        {
            var fields = line.ToString().Split('\t');
            if (fields.Length >= 4)
            {
                entries.Add(new(fields[0], fields[1], fields[2], fields[3]));
            }
        }

        return new(true, entries.ToImmutable());
    }

    public static bool IsTable(AdditionalText text) =>
        string.Equals(Path.GetFileName(text.Path), TableName, StringComparison.OrdinalIgnoreCase);

    private static bool IsBelowProject(string directory) =>
        directory.Length > 0 && directory[0] != '/' && directory.IndexOf('\\') < 0 && directory.IndexOf(':') < 0 &&
        directory.TrimEnd('/').Split('/').All(part => part is not ("" or "." or ".."));

    private static ParameterRole.Unfit Unfit(IParameterSymbol parameter, string reason) =>
        new(Faults.EmbedWrong(parameter.Name, reason));
}
