using MirageGen.Interop;
using MirageGen.Xen.Tests;
using MirageGen.XenHost.Domains;

[assembly: AssemblyFixture(typeof(DiskWork))]

namespace MirageGen.Xen.Tests;

/// <summary>tests/Peers/DiskWork as an image, published once.</summary>
public sealed class DiskWork : IDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-xen-");

    public DiskWork() =>
        Shell.Run(
            PublishLimit,
            "dotnet", "publish", Path.Combine(Guest.Root(), "tests", "Peers", "DiskWork"), "-c", "Release", "-v", "quiet",
            "-p:MirageTarget=xen", "-o", _folder.FullName)
            .Succeeded();

    /// <summary>Makes a domain of it.</summary>
    internal Task<Domain> CreateAsync(RealXen xen, string commandLine, string[] disks, string[]? readOnly = null) =>
        xen.CreateAsync(new(Path.Combine(_folder.FullName, "DiskWork.xen"))
        {
            Name = "disk",
            MemoryMebibytes = 32,
            Arguments = commandLine,
            Disks = disks,
            ReadOnlyDisks = readOnly ?? [],
        });

    /// <summary>Makes a domain of it and waits for its end.</summary>
    internal async Task<DomainOutcome> RunAsync(RealXen xen, string commandLine, string[] disks, string[]? readOnly = null)
    {
        await using var domain = await CreateAsync(xen, commandLine, disks, readOnly);
        return await DomainOutcome.OfAsync(xen.Dom0, domain);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
