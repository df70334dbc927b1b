using System.IO.Enumeration;

namespace MirageGen.Build.Embedding;

/// <summary>Walks a directory for the files to embed.</summary>
/// <param name="excluded">
/// Names of files and directories to leave out wherever they lie, with <c>*</c> and <c>?</c> as wildcards.
/// </param>
internal sealed class ContentDirectory(IReadOnlyCollection<string> excluded)
{
    private readonly List<ContentFile> _files = [];

    /// <summary>The real paths of the directories that lead to the one being walked, to find links that lead back.</summary>
    private readonly Stack<string> _ancestors = new();

    /// <summary>Every file below a directory, sorted by key; links are followed.</summary>
    /// <exception cref="EmbedException">A name is no key, or a link leads nowhere or round in a circle.</exception>
    public IReadOnlyList<ContentFile> Walk(string directory)
    {
        _files.Clear();
        Walk(new DirectoryInfo(directory), Key.Root);
        _files.Sort(static (left, right) => left.Key.CompareTo(right.Key));
        return [.. _files];
    }

    private void Walk(DirectoryInfo directory, Key key)
    {
        var real = RealPath(directory);
        if (_ancestors.Contains(real))
        {
            throw new EmbedException(
                "MGEN205", directory.FullName, $"The link leads back to '{real}', so what is below it has no end; remove it.");
        }

        _ancestors.Push(real);
        foreach (var item in directory.EnumerateFileSystemInfos())
        {
            if (excluded.Any(name => FileSystemName.MatchesSimpleExpression(name, item.Name, ignoreCase: false)))
            {
                continue;
            }

            if (item is DirectoryInfo child)
            {
                Walk(child, Append(key, item));
            }
            else
            {
                _files.Add(Describe((FileInfo)item, Append(key, item)));
            }
        }

        _ancestors.Pop();
    }

    private static ContentFile Describe(FileInfo file, Key key)
    {
        var target = Resolve(file) as FileInfo ?? file;
        return target.Exists
            ? new(key, file.FullName, target.Length, target.LastWriteTimeUtc)
            : throw new EmbedException("MGEN205", file.FullName, "The link leads nowhere; remove it or restore what it points to.");
    }

    private static string RealPath(DirectoryInfo directory) => Resolve(directory)?.FullName ?? directory.FullName;

    private static FileSystemInfo? Resolve(FileSystemInfo item)
    {
        try
        {
            return item.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException)
        {
            throw new EmbedException("MGEN205", item.FullName, "The link leads round in a circle; remove it.");
        }
    }

    private static Key Append(Key parent, FileSystemInfo item)
    {
        var path = parent.IsRoot ? item.Name : $"{parent.Path}/{item.Name}";
        return !item.Name.Contains('\uFFFD', StringComparison.Ordinal) && Key.TryParse(path, out var key)
            ? key
            : throw new EmbedException(
                "MGEN204",
                item.FullName,
                "The name cannot be the key of an embedded value: it is not UTF-8, or holds a backslash or a control "
                + $"character, or the path is longer than {Key.MaxLength} characters. Rename it, or list it in MirageEmbedExclude.");
    }
}
