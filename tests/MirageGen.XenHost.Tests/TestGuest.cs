using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Tests;

[assembly: AssemblyFixture(typeof(RealXen))]
[assembly: AssemblyFixture(typeof(TestGuest))]
[assembly: CollectionBehavior(CollectionBehavior.CollectionPerAssembly)]

namespace MirageGen.XenHost.Tests;

/// <summary>The smallest domain; what it does is said at the top of Guest/guest.c.</summary>
public sealed class TestGuest : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirage-guest-");

    public TestGuest()
    {
        var sources = Path.Combine(AppContext.BaseDirectory, "Guest");
        var linked = Path.Combine(_folder.FullName, "guest32");
        Shell.Run(
            "gcc", "-m32", "-Os", "-Wall", "-Wextra", "-Werror", "-ffreestanding", "-fno-pic", "-fno-stack-protector",
            "-fno-asynchronous-unwind-tables", "-mgeneral-regs-only", "-nostdlib", "-static", "-no-pie", "-Wl,--build-id=none",
            "-Wl,--no-warn-rwx-segments", "-Wl,-T," + Path.Combine(sources, "guest.ld"), Path.Combine(sources, "guest.c"), "-o", linked)
            .Succeeded();
        Shell.Run("objcopy", "-O", "elf64-x86-64", linked, Image).Succeeded();
    }

    internal string Image => Path.Combine(_folder.FullName, "guest");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>A domain whose first letter of the arguments says what it does.</summary>
    internal DomainSettings With(string arguments) => new(Image) { Name = "guest", MemoryMebibytes = 32, Arguments = arguments };
}
