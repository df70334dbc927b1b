using System.Runtime.CompilerServices;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>An example as its user publishes it.</summary>
internal sealed class PublishedExample : IDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-dns-");
    private readonly string _name;

    public PublishedExample(string name)
    {
        _name = name;
        Shell.Run(PublishLimit, "dotnet", "publish", Path.Combine(Root(), "examples", name), "-c", "Release", "-v", "quiet", "-o", _folder.FullName)
            .Succeeded();
    }

    public RunningProgram Start(params string[] arguments) => RunningProgram.Start(Path.Combine(_folder.FullName, _name), arguments);

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
