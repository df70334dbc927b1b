using MirageGen.Interop;
using MirageGen.Xen.Tests;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Machine;

[assembly: AssemblyFixture(typeof(Website))]

namespace MirageGen.Xen.Tests;

/// <summary>examples/StaticWebsite as an image, published once: the same source that runs on unix.</summary>
public sealed class Website : IDisposable
{
    private const string Project = "examples/StaticWebsite";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-xen-");

    public Website() => Images.Publish(Project, _folder.FullName);

    /// <summary>What a publish writes.</summary>
    internal IEnumerable<string> Files => _folder.EnumerateFiles().Select(file => file.Name).Order(StringComparer.Ordinal);

    internal string Kernel => Path.Combine(_folder.FullName, "StaticWebsite.xen");

    /// <summary>One of its pages, as it is in the source.</summary>
    internal static Task<byte[]> PageAsync(string name) =>
        File.ReadAllBytesAsync(Path.Combine(Guest.Root(), Project, "htdocs", name), RealXen.Cancelled);

    /// <summary>Makes a domain of it.</summary>
    internal Task<Domain> CreateAsync(RealXen xen, string commandLine, bool hasNetwork = true, int mebi = 32) =>
        xen.CreateAsync(new(Kernel)
        {
            Name = "website",
            MemoryMebibytes = mebi,
            Arguments = commandLine,
            Bridge = hasNetwork ? Dom0Network.Bridge : null,
        });

    /// <summary>Makes a domain of it that serves on port 80 of an address, and waits until it does.</summary>
    internal async Task<Domain> ServeAsync(RealXen xen, string address, int mebi = 32, string more = "")
    {
        var domain = await CreateAsync(xen, $"--ipv4 {address}/{Dom0Network.PrefixLength} --port 80 {more}", mebi: mebi);
        try
        {
            await domain.Console.WaitForAsync("Serving HTTP on port 80", RealXen.Limit, RealXen.Cancelled);
            return domain;
        }
        catch
        {
            await domain.DisposeAsync();
            throw;
        }
    }

    /// <summary>What curl gets of a domain.</summary>
    internal static async Task<byte[]> FetchAsync(RealXen xen, string address, string path)
    {
        var file = Path.GetTempFileName();
        try
        {
            xen.Space.Run("curl", "-sS", "--fail", "-m", "30", "-o", file, $"http://{address}{path}").Succeeded();
            return await File.ReadAllBytesAsync(file, RealXen.Cancelled);
        }
        finally
        {
            File.Delete(file);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
