using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using MirageGen.Interop.Tests;

[assembly: AssemblyFixture(typeof(PublishedSite))]

namespace MirageGen.Interop.Tests;

/// <summary>The StaticWebsite example as its user publishes it: one NativeAOT binary, made once for all tests.</summary>
public sealed class PublishedSite : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-interop-");

    public PublishedSite()
    {
        Shell.Run(
            TimeSpan.FromMinutes(10),
            "dotnet", "publish", Path.Combine(Root(), "examples", "StaticWebsite"), "-c", "Release", "-v", "quiet",
            "-p:CopyOutputSymbolsToPublishDirectory=true", "-o", _folder.FullName)
            .Succeeded();
        Binary = Path.Combine(_folder.FullName, "StaticWebsite");
    }

    public string Binary { get; }

    /// <summary>Starts the site on a free port and waits until it accepts.</summary>
    /// <inheritdoc cref="RunningSite.Start" path="/param[@name='limits']"/>
    internal RunningSite Start(string? limits = null) => RunningSite.Start(Binary, FreePort(), limits);

    public void Dispose() => _folder.Delete(recursive: true);

    internal static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
