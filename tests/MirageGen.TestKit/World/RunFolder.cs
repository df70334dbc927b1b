namespace MirageGen.TestKit;

/// <summary>The files that are kept of one run: its whole trace, and the frames of each segment.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string Variable = "MIRAGEGEN_CAPTURE";
    private const int MostAlike = 1000;

    private readonly string _path;
    private readonly string _name;
    private readonly List<Stream> _files = [];

    /// <summary>Makes the folder if there is none.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="name">What the names of the run's files begin with.</param>
    public RunFolder(string path, string name)
    {
        _path = path;
        _name = name;
        Directory.CreateDirectory(path);
    }

    public static string? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path ? path : null;

    /// <summary>Begins a file, under a name that no other run has.</summary>
    /// <param name="what">What it is of; may be any text.</param>
    /// <param name="ending">The ending of its name.</param>
    public Stream Create(string what, string ending)
    {
        var name = string.Join('_', $"{_name}{what}".Split(Path.GetInvalidFileNameChars()));
        for (var i = 1; ; i++)
        {
            try
            {
                var path = Path.Combine(_path, i == 1 ? $"{name}.{ending}" : $"{name}-{i}.{ending}");
                var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
                _files.Add(file);
                return file;
            }
            catch (IOException) when (i < MostAlike && Directory.Exists(_path))
            {
                // Another run of the same test has that name.
            }
        }
    }

    public void Dispose() => _files.ForEach(static file => file.Dispose());
}
