using MirageGen.XenHost.Build;
using MirageGen.XenHost.Domains;

namespace MirageGen.XenHost.Machine;

/// <summary>A running Xen with its Linux dom0, in a QEMU of ours; gone with everything in it when disposed.</summary>
internal sealed class Dom0 : IDom0
{
    /// <summary>Where dom0 sees <see cref="Share"/>.</summary>
    public const string SharePath = "/mnt/share";

    private const int LogLines = 15;

    /// <summary>Ten times what it takes on an idle machine.</summary>
    private static readonly TimeSpan BootLimit = TimeSpan.FromSeconds(120);

    private readonly MachineFiles _files;
    private readonly CommandChannel _channel;
    private readonly OwnedProcess _machine;

    private readonly IReadOnlyList<string> _disks;

    private Dom0(MachineSettings settings, MachineFiles files, CommandChannel channel, OwnedProcess machine)
    {
        _disks = settings.Disks;
        _files = files;
        _channel = channel;
        _machine = machine;
    }

    /// <summary>The host's folder that dom0 sees as <see cref="SharePath"/>.</summary>
    public string Share => _files.Share;

    string IDom0.SharePath => SharePath;

    /// <summary>QEMU's process.</summary>
    public int ProcessId => _machine.Id;

    /// <summary>What the hypervisor and dom0's kernel have said so far, and domains through port 0xe9.</summary>
    public string Log => ReadLog(_files);

    /// <summary>Boots it and waits until it takes commands.</summary>
    /// <exception cref="XenHostException">It did not come up; the message ends with its last lines.</exception>
    public static async Task<Dom0> BootAsync(Dom0Files dom0, MachineSettings settings, CancellationToken cancel)
    {
        var files = new MachineFiles();
        var channel = new CommandChannel(files);
        OwnedProcess? machine = null;
        try
        {
            var command = QemuCommand.For(dom0, settings, files);
            machine = await OwnedProcess.StartAsync(command[0], command.Skip(1));
            await ConnectAsync(channel, machine, files, cancel);
            return new(settings, files, channel, machine);
        }
        catch
        {
            await EndAsync(machine, channel, files);
            throw;
        }
    }

    /// <inheritdoc/>
    public string DiskPath(string file) => _disks.Index().FirstOrDefault(disk => disk.Item == file) is (var number, { })
        ? $"/dev/vd{(char)('a' + number)}"
        : throw new XenHostException($"dom0 was booted without the disk {file}");

    /// <summary>xenconsoled keeps it in a file of the share, also after the domain's end.</summary>
    public Task<DomainConsole> OpenConsoleAsync(string name, int id, CancellationToken cancel) =>
        Task.FromResult(new DomainConsole(Path.Combine(Share, "consoles", $"guest-{name}.log")));

    /// <inheritdoc/>
    public Task<string> ReadLogAsync() => Task.FromResult(Log);

    /// <summary>Runs a script of dom0's shell (BusyBox) to its end.</summary>
    /// <exception cref="XenHostException">It did not end in time, or the machine is gone.</exception>
    public async Task<CommandResult> RunAsync(string script, TimeSpan limit, CancellationToken cancel = default)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        clock.CancelAfter(limit);
        try
        {
            return await _channel.RunAsync(script, clock.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new XenHostException($"a command in dom0 did not end within {limit.TotalSeconds} seconds and was killed: {script}");
        }
    }

    /// <summary>Ends the machine at once: nothing in it outlives it, so nothing in it has to be shut down first.</summary>
    public ValueTask DisposeAsync() => EndAsync(_machine, _channel, _files);

    private static async Task ConnectAsync(CommandChannel channel, OwnedProcess machine, MachineFiles files, CancellationToken cancel)
    {
        using var clock = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        clock.CancelAfter(BootLimit);
        var ready = channel.ConnectAsync(clock.Token);
        var ended = machine.WaitForExitAsync();
        if (await Task.WhenAny(ready, ended) == ended && !ready.IsCompletedSuccessfully)
        {
            await clock.CancelAsync();
            await ready.ContinueWith(static _ => { }, TaskScheduler.Default);
            throw new XenHostException($"QEMU has ended while dom0 booted: {(await ended).Trim()}{LastLines(files)}");
        }

        try
        {
            await ready;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new XenHostException($"dom0 did not come up within {BootLimit.TotalSeconds} seconds{LastLines(files)}");
        }
    }

    private static string LastLines(MachineFiles files) =>
        string.Concat(ReadLog(files).Split('\n').TakeLast(LogLines).Select(line => "\n  " + line.TrimEnd()));

    /// <summary>QEMU writes to it all the while.</summary>
    private static string ReadLog(MachineFiles files)
    {
        if (!File.Exists(files.Log))
        {
            return string.Empty;
        }

        using var reader = new StreamReader(new FileStream(files.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static async ValueTask EndAsync(OwnedProcess? machine, CommandChannel channel, MachineFiles files)
    {
        if (machine is not null)
        {
            await machine.DisposeAsync();
        }

        await channel.DisposeAsync();
        files.Dispose();
    }
}
