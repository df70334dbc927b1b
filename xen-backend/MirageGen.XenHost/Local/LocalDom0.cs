using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MirageGen.XenHost.Domains;
using MirageGen.XenHost.Initramfs;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Local;

/// <summary>This machine, where it is itself the dom0 of a Xen; what runs here needs the rights of root.</summary>
internal sealed class LocalDom0 : IDom0
{
    private const string AwaitEnd = "await-end";

    /// <summary>The exit code of a program that SIGINT has ended.</summary>
    private const int Interrupted = 130;

    private const int MostTries = 3;

    /// <summary>The file is there once the terminal is open.</summary>
    private const string ReadConsole =
        """
        until tty=$(xenstore-read "$1" 2>/dev/null) && [ -n "$tty" ]; do sleep 0.1; done
        exec <"$tty" >"$2" cat
        """;

    private static readonly TimeSpan ConsoleLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);
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

    /// <summary>Looks whether domains can be made here, and put on a bridge, before xl does, whose words about it are many.</summary>
    /// <param name="bridge">The bridge's name; null for none.</param>
    /// <exception cref="XenHostException">They cannot: one line.</exception>
    public static void Check(string? bridge)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new XenHostException("this machine is a dom0 of Xen, where only root makes domains: run it as root");
        }

        if (bridge is not null && !IsInterface(bridge))
        {
            throw new XenHostException(
                $"this machine has no bridge {bridge} to put the domain on: name another one by --bridge, or leave the network out by --no-network");
        }
    }

    /// <summary>Whether Linux has a network interface of that name.</summary>
    internal static bool IsInterface(string name) =>
        name.Length > 0 && name is not ("." or "..") && !name.Contains('/', StringComparison.Ordinal) && Directory.Exists($"/sys/class/net/{name}");

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
        CommandResult result;
        var tries = 0;
        do
        {
            result = await RunOnceAsync(script, clock.Token) ?? throw Overdue(script, limit, cancel);
        }
        while (result.ExitCode == Interrupted && ++tries < MostTries);
        return result;
    }

    private static XenHostException Overdue(string script, TimeSpan limit, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return new($"a command did not end within {limit.TotalSeconds} seconds and was killed: {script}");
    }

    /// <summary>
    /// It has a session of its own: a Ctrl-C of the terminal is ours alone, and what waits for the domain's end goes on waiting. A
    /// Ctrl-C that comes before it has one ends it by that signal, with nothing done.
    /// </summary>
    /// <returns>Null when it had to be killed.</returns>
    private async Task<CommandResult?> RunOnceAsync(string script, CancellationToken stop)
    {
        using var process = Tool.Start(new("setsid", ["/bin/sh", "-c", script])
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
            await process.WaitForExitAsync(stop);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            return null;
        }
    }

    /// <summary>
    /// xenconsoled need not keep what domains say, so that it is collected here, from the terminal that it has for the domain. It
    /// keeps that, and what was not read of it, until the domain is destroyed.
    /// </summary>
    /// <inheritdoc/>
    public async Task<DomainConsole> OpenConsoleAsync(string name, int id, CancellationToken cancel)
    {
        var file = Path.Combine(Share, $"{name}.console");
        var reader = await OwnedProcess.StartAsync(
            "/bin/sh", ["-c", ReadConsole, "console", string.Create(CultureInfo.InvariantCulture, $"/local/domain/{id}/console/tty"), file]);
        _consoles.Add(reader);

        // From here on nothing is missed, however soon the domain is gone: what takes its time is the reader's start.
        for (var waited = Stopwatch.StartNew(); !File.Exists(file); await Task.Delay(Interval, cancel))
        {
            if (reader.HasExited)
            {
                throw new XenHostException($"the console of domain {name} cannot be read: {(await reader.WaitForExitAsync()).Split('\n')[0]}");
            }

            if (waited.Elapsed > ConsoleLimit)
            {
                throw new XenHostException($"domain {name} has no console after {ConsoleLimit.TotalSeconds} seconds: xenconsoled may not run");
            }
        }

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
