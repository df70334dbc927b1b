using System.Runtime.CompilerServices;
using MirageGen.Interop;
using MirageGen.Xen.Tests;

[assembly: AssemblyFixture(typeof(Guest))]

namespace MirageGen.Xen.Tests;

/// <summary>The guest program as a kernel, published once, and booted by QEMU as often as the tests want.</summary>
public sealed class Guest : IDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan BootLimit = TimeSpan.FromMinutes(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-xen-");

    public Guest() =>
        Shell.Run(
            PublishLimit,
            "dotnet", "publish", Path.Combine(Root(), "tests", "MirageGen.Xen.Guest"), "-c", "Release", "-v", "quiet",
            "-o", _folder.FullName)
            .Succeeded();

    internal string Kernel => Path.Combine(_folder.FullName, "MirageGen.Xen.Guest.xen");

    /// <summary>Boots, waits for the end, and tells how it was.</summary>
    /// <param name="commandLine">The guest's words: the property first.</param>
    /// <param name="machine">Options of QEMU that differ from the usual PC with 64 MiB.</param>
    internal BootOutcome Boot(string commandLine, params string[] machine) => Boot(Kernel, commandLine, machine);

    /// <summary>Boots another kernel in the same way.</summary>
    internal static BootOutcome Boot(string kernel, string commandLine, string[] machine) =>
        BootMachine(["-kernel", kernel, "-append", commandLine, .. machine]);

    /// <summary>Boots what the machine's own firmware finds on its disk.</summary>
    internal static BootOutcome BootDisk(string disk) => BootMachine("-drive", $"file={disk},format=raw,if=ide");

    private static BootOutcome BootMachine(params string[] machine)
    {
        string[] usual =
        [
            "-machine", "pc", "-accel", "tcg", "-cpu", "max,-smap,-rdtscp", "-m", "64",
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-debugcon", "stdio", "-device", "isa-debug-exit,iobase=0xf4,iosize=1",
        ];
        return BootOutcome.From(Shell.Run(BootLimit, "qemu-system-x86_64", [.. usual, .. machine]));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    internal static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
}
