using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MirageGen.Peers;

/// <summary>Builds the servers and lays out what they need in a temporary folder.</summary>
internal sealed class PeerBuild : IDisposable
{
    private readonly string _source = SourceFolder();

    public string Folder { get; } = Directory.CreateTempSubdirectory("miragegen-peers-").FullName;

    /// <summary>The files that every server serves.</summary>
    public string Content => Path.Combine(_source, "MirageGen", "htdocs");

    /// <summary>A path that is given from the folder of this project.</summary>
    public string SourcePath(string path) => Path.GetFullPath(Path.Combine(_source, path));

    /// <summary>Publishes a project as a NativeAOT binary, with properties of its own, and returns its path.</summary>
    public string Publish(string project, string binary, params string[] properties)
    {
        Console.WriteLine($"publishing {project}");
        // A colon parts the paths that .NET's host hands to its runtime.
        var output = Path.Combine(Folder, string.Join(' ', [binary, .. properties]).Replace('/', '-').Replace(':', '-'));
        using var publish = Process.Start(new ProcessStartInfo(
            "dotnet", ["publish", Path.Combine(_source, project), "-c", "Release", "-v", "quiet", "-o", output, .. properties]))!;
        publish.WaitForExit();
        var path = Path.Combine(output, binary);
        WriteAnew(publish.ExitCode == 0 ? path : throw new InvalidOperationException($"{project} cannot be published"));
        return path;
    }

    /// <summary>nginx with one worker.</summary>
    /// <param name="content">What it serves.</param>
    /// <param name="listen">Its address and port.</param>
    public string WriteNginxConfiguration(string content, string listen)
    {
        var name = $"nginx-{listen.Replace(':', '-')}";
        var file = Path.Combine(Folder, $"{name}.conf");
        File.WriteAllText(file, $$"""
            daemon off;
            worker_processes 1;
            pid {{Folder}}/{{name}}.pid;
            error_log stderr error;
            events { worker_connections 4096; }
            http {
              {{NginxTuning.Http}}
              client_body_temp_path {{Folder}}; proxy_temp_path {{Folder}}; fastcgi_temp_path {{Folder}};
              uwsgi_temp_path {{Folder}}; scgi_temp_path {{Folder}};
              server { listen {{listen}}; root {{content}}; }
            }
            """);
        return file;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>
    /// Writes a file in one go, as the content that nginx sends is written: a linker's many small writes leave it in the page
    /// cache in small pieces, from which <c>sendfile</c> costs more (a sixth, with 10 MB).
    /// </summary>
    private static void WriteAnew(string path) => File.WriteAllBytes(path, File.ReadAllBytes(path));

    private static string SourceFolder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
