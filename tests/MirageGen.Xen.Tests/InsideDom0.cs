using System.Runtime.InteropServices;
using MirageGen.Interop;
using MirageGen.XenHost.Build;
using MirageGen.XenHost.Machine;

namespace MirageGen.Xen.Tests;

/// <summary>The tests' dom0 as a developer's machine: with this process's own .NET, mirage-xen, and what a Debian has beside.</summary>
public sealed class InsideDom0(RealXen xen) : IAsyncLifetime
{
    /// <summary>A program of .NET starts in some seconds where the processor is emulated.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private const string Folder = "inside";

    public async ValueTask InitializeAsync()
    {
        CopyRuntime(Path.Combine(xen.Dom0.Share, Folder, "dotnet"));
        Copy(Path.Combine(AppContext.BaseDirectory, "mirage-xen.dll"), Path.Combine(AppContext.BaseDirectory, "System.CommandLine.dll"));
        Copy(Path.Combine(AppContext.BaseDirectory, "mirage-xen.runtimeconfig.json"), Path.Combine(AppContext.BaseDirectory, "mirage-xen.deps.json"));

        // What .NET needs beside the C library; and util-linux: BusyBox's setpriv knows no --pdeathsig, its setsid finds no other, and it has no script.
        const string Libraries = "lib/x86_64-linux-gnu";
        await Dom0Programs.AddAsync(
            xen.Dom0,
            ["libc6", "libstdc++6", "coreutils", "util-linux", "bsdutils"],
            [
                $"{Libraries}/libpthread.so.0", $"{Libraries}/librt.so.1", $"{Libraries}/libdl.so.2", $"usr/{Libraries}/libstdc++.so.6",
                "usr/bin/env", "usr/bin/setpriv", "usr/bin/setsid", "usr/bin/script",
            ],
            Console.WriteLine);
        await xen.RunAsync(
            $"""
            cat >/usr/bin/mirage-xen <<'end'
            #!/bin/sh
            PATH=/usr/sbin:/usr/bin:/sbin:/bin exec {SharePath}/dotnet/dotnet {SharePath}/mirage-xen.dll "$@"
            end
            chmod +x /usr/bin/mirage-xen
            """);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path.Combine(xen.Dom0.Share, Folder), recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>Brings a file in.</summary>
    /// <returns>Its path in dom0.</returns>
    internal string Bring(string file)
    {
        Copy(file);
        return $"{SharePath}/{Path.GetFileName(file)}";
    }

    /// <summary>Runs <c>mirage-xen</c>, or another script, there.</summary>
    internal Task<CommandResult> RunAsync(string script) => xen.Dom0.RunAsync(script, Limit, RealXen.Cancelled);

    private static string SharePath => $"{Dom0.SharePath}/{Folder}";

    /// <summary>The host of programs, what finds the runtime, and the runtime: nothing of the SDK.</summary>
    private static void CopyRuntime(string to)
    {
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var root = runtime.Parent!.Parent!.Parent!.FullName;
        foreach (var part in (string[])["host/fxr", $"shared/{runtime.Parent.Name}"])
        {
            Directory.CreateDirectory(Path.Combine(to, part));
        }

        Shell.Run("cp", Path.Combine(root, "dotnet"), to).Succeeded();
        Shell.Run("cp", "-r", Path.Combine(root, "host", "fxr"), Path.Combine(to, "host")).Succeeded();
        Shell.Run("cp", "-r", runtime.FullName, Path.Combine(to, "shared", runtime.Parent.Name)).Succeeded();
    }

    private void Copy(params string[] files)
    {
        foreach (var file in files)
        {
            File.Copy(file, Path.Combine(xen.Dom0.Share, Folder, Path.GetFileName(file)), overwrite: true);
        }
    }
}
