using MirageGen.Interop;
using MirageGen.Xen.Tests;

[assembly: AssemblyFixture(typeof(Images))]

namespace MirageGen.Xen.Tests;

/// <summary>Appliances as images, each published once, when a test asks for it first.</summary>
public sealed class Images : IDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-xen-");
    private readonly Dictionary<string, string> _published = [];
    private readonly Lock _publishing = new();

    /// <summary>The image of a project.</summary>
    /// <param name="project">Its folder in the repository; its last part is the image's name.</param>
    internal string Of(string project)
    {
        lock (_publishing)
        {
            if (!_published.TryGetValue(project, out var image))
            {
                var name = Path.GetFileName(project);
                var folder = Path.Combine(_folder.FullName, name);
                Publish(project, folder);
                image = _published[project] = Path.Combine(folder, name + ".xen");
            }

            return image;
        }
    }

    /// <summary>Builds a project, as dotnet run does before it boots what came of it.</summary>
    /// <param name="project">Its folder in the repository.</param>
    /// <returns>The image.</returns>
    internal string Build(string project)
    {
        var folder = Path.Combine(Guest.Root(), project);
        var image = Path.Combine(folder, "bin", "xen", "Release", "net10.0", "linux-x64", "native", Path.GetFileName(project) + ".xen");
        lock (_publishing)
        {
            if (File.Exists(image))
            {
                File.Delete(image);
            }

            Shell.Run(PublishLimit, "dotnet", "build", folder, "-c", "Release", "-v", "quiet", "-p:MirageTarget=xen").Succeeded();
        }

        return image;
    }

    /// <summary>Publishes a project as its user does.</summary>
    /// <param name="project">Its folder in the repository.</param>
    /// <param name="folder">Where image and configuration go.</param>
    /// <param name="properties">What else the build is told.</param>
    internal static void Publish(string project, string folder, params string[] properties) =>
        Shell.Run(
            PublishLimit,
            "dotnet",
            ["publish", Path.Combine(Guest.Root(), project), "-c", "Release", "-v", "quiet", "-p:MirageTarget=xen", "-o", folder, .. properties])
            .Succeeded();

    public void Dispose() => _folder.Delete(recursive: true);
}
