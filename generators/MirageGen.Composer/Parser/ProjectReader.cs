using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Model;
using MirageGen.Composer.Outline;

namespace MirageGen.Composer.Parser;

/// <summary>Reads all of a project: its marked classes file by file, its references, and whether it is a program.</summary>
internal static class ProjectReader
{
    public static ParsedProject Read(ProjectOutline outline, CancellationToken cancellation)
    {
        var compilation = outline.Compilation;
        var files = ReadFiles(compilation, outline, cancellation);
        return new(
            First(files.SelectMany(file => file.Appliances), appliance => appliance.Type),
            First(files.SelectMany(file => file.Devices), device => device.Type),
            First(files.SelectMany(file => file.Compositions), composition => composition.Type),
            files.Select(file => file.Choices).ToEquatableArray(),
            files.SelectMany(file => file.Backends).ToEquatableArray(),
            ProgramParser.Parse(compilation, cancellation),
            ReferenceParser.Parse(compilation, cancellation));
    }

    private static List<ParsedFile> ReadFiles(Compilation compilation, ProjectOutline outline, CancellationToken cancellation)
    {
        var aliases = outline.Files.SelectMany(file => file.Marks.GlobalAliases).ToImmutableHashSet();
        var readings = new FileReadings(outline);
        var files = new List<ParsedFile>();
        var next = 0;
        foreach (var tree in compilation.SyntaxTrees.Where(tree => !ComposedCode.IsIn(tree)))
        {
            cancellation.ThrowIfCancellationRequested();
            var candidates = outline.Files[next++].Marks.Candidates(aliases);
            if (!candidates.IsEmpty)
            {
                files.Add(readings.Find(tree) ?? readings.Keep(tree, new FileReader(compilation, tree, cancellation).Read(candidates)));
            }
        }

        return files;
    }

    /// <summary>A partial class that carries its attribute in two files is found twice.</summary>
    private static EquatableArray<Parsed<T>> First<T>(IEnumerable<Parsed<T>> items, System.Func<T, TypeName> typeOf)
        where T : System.IEquatable<T>
    {
        var seen = new HashSet<TypeName>();
        return items.Where(item => seen.Add(typeOf(item.Model))).ToEquatableArray();
    }
}
