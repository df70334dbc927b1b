using System.Globalization;
using System.Text;

namespace MirageGen.Build.Embedding;

/// <summary>What <see cref="EmbedContent"/> does for one project, over files and apart from MSBuild.</summary>
/// <param name="projectDirectory">What the directories' names start from.</param>
/// <param name="outputDirectory">Where everything is written.</param>
/// <param name="assemblyName">The project's assembly.</param>
/// <param name="excluded">Names to leave out.</param>
/// <param name="encodings">The compressed forms to make.</param>
/// <param name="epochSeconds">What every value's time is set to; null for each file's own.</param>
/// <param name="cancellation">Ends the work between two files.</param>
internal sealed class ProjectEmbedding(
    string projectDirectory,
    string outputDirectory,
    string assemblyName,
    IReadOnlyCollection<string> excluded,
    ContentEncodings encodings,
    long? epochSeconds,
    CancellationToken cancellation)
{
    /// <summary>Changed whenever the same files would be packed differently.</summary>
    private const int Generation = 1;

    private readonly string _projectDirectory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(projectDirectory));
    private readonly string _outputDirectory = Path.GetFullPath(outputDirectory, projectDirectory);

    /// <summary>The list for the composer: <c>directory TAB property TAB files TAB octets</c>, a line for each.</summary>
    public string ListPath => Path.Combine(_outputDirectory, "mirage.embed.txt");

    /// <summary>The assembly; null when no directory is embedded.</summary>
    public string? AssemblyPath { get; private set; }

    private string Space => $"MirageGen.Embedded.{ContentIdentifier.From(assemblyName)}";

    /// <summary>Brings the output up to date with the sources and the directories.</summary>
    /// <param name="sources">The paths of the C# sources.</param>
    /// <exception cref="EmbedException">A directory cannot be embedded.</exception>
    public void Run(IEnumerable<string> sources)
    {
        Directory.CreateDirectory(_outputDirectory);
        var list = new StringBuilder();
        var directories = new List<EmbeddedDirectory>();
        foreach (var literal in Literals(sources))
        {
            if (Locate(literal) is { } path)
            {
                var directory = directories.Find(known => known.Path == path) ?? Add(directories, path);
                list.Append(CultureInfo.InvariantCulture,
                    $"{literal}\t{Space}.Content.{directory.Property}\t{directory.Files.Count}\t{directory.Files.Sum(file => file.Length)}\n");
            }
        }

        if (directories.Count > 0)
        {
            WriteAssembly(directories);
        }

        OutputFile.WriteIfDifferent(ListPath, Encoding.UTF8.GetBytes(list.ToString()));
    }

    private static SortedSet<string> Literals(IEnumerable<string> sources)
    {
        var literals = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var source in sources.Where(File.Exists))
        {
            literals.UnionWith(EmbedLiterals.In(File.ReadAllText(source)));
        }

        return literals;
    }

    /// <summary>The directory that a literal names; null when there is none below the project, which the composer reports.</summary>
    private string? Locate(string literal)
    {
        if (literal.Length == 0 || literal.Any(char.IsControl) || Path.IsPathRooted(literal))
        {
            return null;
        }

        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(literal, _projectDirectory));
        return path.StartsWith(_projectDirectory + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Directory.Exists(path)
            ? path
            : null;
    }

    private EmbeddedDirectory Add(List<EmbeddedDirectory> directories, string path)
    {
        var name = ContentIdentifier.From(Path.GetRelativePath(_projectDirectory, path));
        var property = name;
        for (var i = 2; directories.Exists(known => known.Property == property); i++)
        {
            property = string.Create(CultureInfo.InvariantCulture, $"{name}_{i}");
        }

        var added = new EmbeddedDirectory(path, property, new ContentDirectory(excluded).Walk(path));
        directories.Add(added);
        return added;
    }

    private void WriteAssembly(List<EmbeddedDirectory> directories)
    {
        AssemblyPath = Path.Combine(_outputDirectory, $"{assemblyName}.Embedded.dll");
        var stampPath = Path.Combine(_outputDirectory, "mirage.embed.stamp");
        var stamp = Encoding.UTF8.GetBytes(Stamp(directories));
        var images = directories.ConvertAll(directory => Path.Combine(_outputDirectory, ImageName(directory)));
        if (File.Exists(AssemblyPath) && OutputFile.Holds(stampPath, stamp))
        {
            return;
        }

        var packer = new ImagePacker(encodings, epochSeconds, cancellation);
        var packed = new List<PackedDirectory>();
        for (var i = 0; i < directories.Count; i++)
        {
            var previous = File.Exists(images[i]) ? File.ReadAllBytes(images[i]) : [];
            packed.Add(new(directories[i].Property, packer.Pack(directories[i].Path, directories[i].Files, previous)));
            OutputFile.WriteIfDifferent(images[i], packed[i].Image);
        }

        OutputFile.WriteIfDifferent(AssemblyPath, ContentAssembly.Write($"{assemblyName}.Embedded", Space, packed).ToArray());
        OutputFile.WriteIfDifferent(stampPath, stamp);
    }

    // Where forms are missing they were not asked for, or not smaller: an image is of use to builds with the same encodings.
    private string ImageName(EmbeddedDirectory directory) =>
        encodings == ContentEncodings.All ? $"{directory.Property}.kv" : $"{directory.Property}.{(int)encodings}.kv";

    /// <summary>Everything that the assembly follows from; as long as it stays the same, so does the assembly.</summary>
    private string Stamp(List<EmbeddedDirectory> directories)
    {
        var stamp = new StringBuilder();
        stamp.Append(CultureInfo.InvariantCulture, $"generation {Generation}\nassembly {assemblyName}\nencodings {encodings}\nepoch {epochSeconds}\n");
        foreach (var directory in directories)
        {
            stamp.Append(CultureInfo.InvariantCulture, $"directory {directory.Property}\n");
            foreach (var file in directory.Files)
            {
                stamp.Append(CultureInfo.InvariantCulture, $"{file.Key}\t{file.Length}\t{file.Modified.Ticks}\n");
            }
        }

        return stamp.ToString();
    }

    private sealed record EmbeddedDirectory(string Path, string Property, IReadOnlyList<ContentFile> Files);
}
