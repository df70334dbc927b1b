using System.Collections.Concurrent;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Initramfs;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Local;

/// <summary>This machine, where it is itself the dom0 of a Xen; what runs here needs the rights of root.</summary>
internal sealed class LocalDom0 : IDom0
{
    private const string AwaitEnd = "await-end";

    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(10);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mirage-xen-");
    private readonly ConcurrentBag<OwnedProcess> _consoles = [];

    public LocalDom0()
    {
        var script = Path.Combine(Share, AwaitEnd);
        File.WriteAllBytes(script, Dom0Scripts.Read(AwaitEnd));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    /// <inheritdoc/>
    public string Share => _folder.FullName;

    /// <inheritdoc/>
    public string SharePath => Share;

    /// <summary>Whether this machine can make domains.</summary>
    public static bool IsHere() => IsControlDomain("/proc/xen/capabilities") && HasXl(Environment.GetEnvironmentVariable("PATH") ?? string.Empty);

    /// <summary>Whether Linux says so: a list of words, of which dom0's has one.</summary>
    /// <param name="capabilities">The file with them; there is none where there is no Xen.</param>
    internal static bool IsControlDomain(string capabilities) =>
        File.Exists(capabilities) && File.ReadAllText(capabilities).Split([' ', ',', '\n']).Contains("control_d");

    /// <inheritdoc/>
    public string DiskPath(string file) => Path.GetFullPath(file);

    /// <inheritdoc/>
    public async Task<CommandResult> RunAsync(string script, TimeSpan limit, CancellationToken cancel = default)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        clock.CancelAfter(limit);
        using var process = Tool.Start(new("/bin/sh", ["-c", script])
        {
            Environment = { ["PATH"] = $"{Share}:{Environment.GetEnvironmentVariable("PATH")}" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            await process.WaitForExitAsync(clock.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            cancel.ThrowIfCancellationRequested();
            throw new XenHostException($"a command did not end within {limit.TotalSeconds} seconds and was killed: {script}");
        }
    }

    /// <summary>xenconsoled need not keep what domains say, so that it is collected here.</summary>
    /// <inheritdoc/>
    public async Task<DomainConsole> OpenConsoleAsync(string name)
    {
        var file = Path.Combine(Share, $"{name}.console");
        _consoles.Add(await OwnedProcess.StartAsync("/bin/sh", ["-c", "exec xl console \"$1\" >\"$2\"", "console", name, file]));
        return new(file);
    }

    /// <inheritdoc/>
    public async Task<string> ReadLogAsync() => (await RunAsync("xl dmesg", LogLimit)).Output;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var console in _consoles)
        {
            await console.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private static bool HasXl(string path) => path.Split(':').Any(folder => File.Exists(Path.Combine(folder, "xl")));
}
