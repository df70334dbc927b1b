using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using MirageGen.Composer.Outline;

namespace MirageGen.Composer.Parser;

/// <summary>
/// Keeps what was read of each file for as long as the compiler keeps the file, and finds it again while nothing has
/// changed elsewhere that it could depend on: binding classes is what costs the composer most.
/// </summary>
/// <param name="outline">The project as it is now.</param>
internal sealed class FileReadings(ProjectOutline outline)
{
    private static readonly ConditionalWeakTable<SyntaxTree, Shelf> Known = new();

    private readonly HashSet<FileOutline> _files = [.. outline.Files];
    private readonly List<(ProjectOutline Earlier, bool HasSameHeaders)> _compared = [];

    /// <summary>What was read of a file before; null when it has to be read again.</summary>
    public ParsedFile? Find(SyntaxTree tree) =>
        Known.TryGetValue(tree, out var shelf) ? shelf.Find(reading => IsValid(reading), outline) : null;

    /// <summary>Keeps what has been read of a file.</summary>
    public ParsedFile Keep(SyntaxTree tree, ParsedFile file)
    {
        Known.GetOrCreateValue(tree).Put(new(outline, file));
        return file;
    }

    private bool IsValid(Reading reading) =>
        HasSameHeaders(reading.Outline) && reading.File.Others.All(_files.Contains);

    private bool HasSameHeaders(ProjectOutline earlier)
    {
        foreach (var (compared, hasSameHeaders) in _compared)
        {
            if (ReferenceEquals(compared, earlier))
            {
                return hasSameHeaders;
            }
        }

        var result = ReferenceEquals(outline, earlier) || outline.HasHeadersOf(earlier);
        _compared.Add((earlier, result));
        return result;
    }

    /// <summary>What was read, and when.</summary>
    private sealed record Reading(ProjectOutline Outline, ParsedFile File);

    /// <summary>
    /// The two latest readings of a file: the generator's, and the analyzer's, which differs when the compilation has more
    /// files, of other generators.
    /// </summary>
    private sealed class Shelf
    {
        private Reading? _latest;
        private Reading? _earlier;

        public ParsedFile? Find(System.Func<Reading, bool> isValid, ProjectOutline now)
        {
            lock (this)
            {
                var found = _latest is not null && isValid(_latest) ? _latest
                    : _earlier is not null && isValid(_earlier) ? _earlier
                    : null;
                if (found is null)
                {
                    return null;
                }

                _earlier = ReferenceEquals(found, _earlier) ? _latest : _earlier;
                _latest = new(now, found.File); // Lets go of the outline it was read under.
                return found.File;
            }
        }

        public void Put(Reading reading)
        {
            lock (this)
            {
                _earlier = _latest;
                _latest = reading;
            }
        }
    }
}
