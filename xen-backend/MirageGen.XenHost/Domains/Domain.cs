using System.Globalization;
using MirageGen.XenHost.Machine;

namespace MirageGen.XenHost.Domains;

/// <summary>A domain that we made; destroyed when disposed.</summary>
internal sealed class Domain : IAsyncDisposable
{
    /// <summary>An image of some megabytes is loaded through the share, about 0.1 s each.</summary>
    private static readonly TimeSpan CommandLimit = TimeSpan.FromSeconds(60);

    /// <summary>The toolstack gives a domain a minute to notice and another one to suspend.</summary>
    private static readonly TimeSpan SavingLimit = TimeSpan.FromSeconds(150);

    private static int _last;

    private readonly IDom0 _dom0;
    private readonly string _folder;
    private bool _destroyed;

    private Domain(IDom0 dom0, string name, string folder)
    {
        _dom0 = dom0;
        _folder = folder;
        Name = name;
    }

    /// <summary>Its name in dom0, unique there.</summary>
    public string Name { get; }

    /// <summary>Its number; Xen never gives it to another one while it runs.</summary>
    public int Id { get; private set; }

    /// <summary>What it writes.</summary>
    public DomainConsole Console { get; private set; } = null!;

    /// <summary>Makes a domain and lets it run.</summary>
    /// <exception cref="XenHostException">The image, or Xen, does not allow it: one line.</exception>
    public static async Task<Domain> CreateAsync(IDom0 dom0, DomainSettings settings, CancellationToken cancel = default)
    {
        if (settings.Files is null)
        {
            PvhImage.Check(settings.Image);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{settings.Name}-{Environment.ProcessId}-{Interlocked.Increment(ref _last)}");
        var folder = Directory.CreateDirectory(Path.Combine(dom0.Share, "domains", name)).FullName;
        var domain = new Domain(dom0, name, folder);
        try
        {
            var files = settings.Files;
            if (files is null)
            {
                File.Copy(settings.Image, Path.Combine(folder, "kernel"));
                files = new($"{dom0.SharePath}/domains/{name}/kernel");
            }

            await File.WriteAllTextAsync(Path.Combine(folder, "xl.cfg"), DomainConfiguration.Write(settings, name, files), cancel);
            await domain.CreateAsync(settings.IsPaused, cancel);
            domain.Console = await dom0.OpenConsoleAsync(name, domain.Id, cancel);
            return domain;
        }
        catch
        {
            await domain.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets a domain run that was made paused.</summary>
    /// <exception cref="XenHostException">Xen does not.</exception>
    public async Task UnpauseAsync(CancellationToken cancel = default)
    {
        var result = await _dom0.RunAsync($"xl unpause {Id}", CommandLimit, cancel);
        if (result.ExitCode != 0)
        {
            throw new XenHostException($"Xen does not let domain {Name} run: {XlErrors.Cause(result.Errors)}");
        }
    }

    /// <summary>Suspends it and keeps it in a file.</summary>
    /// <param name="file">In dom0's memory, e.g. below /run: the share takes no pages of another domain. What is there is replaced.</param>
    /// <param name="goesOn">Whether it goes on afterwards; otherwise it is gone, until it is restored.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="XenHostException">It does not suspend, or Xen does not keep it.</exception>
    public async Task SaveAsync(string file, bool goesOn = false, CancellationToken cancel = default)
    {
        var result = await _dom0.RunAsync($"xl save {(goesOn ? "-c " : string.Empty)}{Name} {file} >&2", SavingLimit, cancel);
        if (result.ExitCode != 0)
        {
            throw new XenHostException($"Xen does not save domain {Name}: {XlErrors.Cause(result.Errors)}");
        }
    }

    /// <summary>Has it go on, under another number, from a file in which it is kept.</summary>
    /// <param name="file">As dom0 sees it.</param>
    /// <param name="cancel">Gives it up.</param>
    /// <exception cref="XenHostException">Xen does not.</exception>
    public async Task RestoreAsync(string file, CancellationToken cancel = default)
    {
        var result = await _dom0.RunAsync($"xl restore {file} >&2 && xl domid {Name}", SavingLimit, cancel);
        Id = result.ExitCode == 0 && int.TryParse(result.Output, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new XenHostException($"Xen does not restore domain {Name}: {XlErrors.Cause(result.Errors)}");
    }

    /// <summary>Waits until it has ended.</summary>
    /// <exception cref="XenHostException">It did not end in time.</exception>
    public async Task<DomainEnd> WaitForEndAsync(TimeSpan limit, CancellationToken cancel = default)
    {
        var result = await _dom0.RunAsync($"await-end {Id}", limit, cancel);
        return Enum.TryParse<DomainEnd>(result.Output.Trim(), ignoreCase: true, out var end)
            ? end
            : throw new XenHostException($"Xen says that domain {Name} ended by '{result.Output.Trim()}{result.Errors.Trim()}'");
    }

    /// <summary>Asks it to end, as a power button does, and waits until it has.</summary>
    /// <returns>Whether it has; it may not listen.</returns>
    public async Task<bool> ShutDownAsync(TimeSpan limit, CancellationToken cancel = default)
    {
        // What xl shutdown writes too; xl then waits a minute for the domain to take notice.
        await _dom0.RunAsync($"xenstore-write /local/domain/{Id}/control/shutdown poweroff", CommandLimit, cancel);
        try
        {
            await WaitForEndAsync(limit, cancel);
            return true;
        }
        catch (XenHostException)
        {
            return false;
        }
    }

    /// <summary>Types what comes from a stream into its console, until that ends or is cancelled.</summary>
    /// <remarks>A domain that reads nothing holds the rest up: what its console has no room for stays in the stream.</remarks>
    public async Task TypeAsync(Stream input, CancellationToken cancel)
    {
        var octets = new byte[4096];
        while (await input.ReadAsync(octets, cancel) is > 0 and var count)
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, "typed"), octets[..count], cancel);
            await _dom0.RunAsync(
                $"cat {FolderPath}/typed >\"$(xenstore-read /local/domain/{Id}/console/tty)\"",
                Timeout.InfiniteTimeSpan,
                cancel);
        }
    }

    /// <summary>Ends it at once and frees all it has.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_destroyed)
        {
            return;
        }

        _destroyed = true;
        await _dom0.RunAsync($"xl destroy {Name} 2>/dev/null", CommandLimit);
        Directory.Delete(_folder, recursive: true);
    }

    private string FolderPath => $"{_dom0.SharePath}/domains/{Name}";

    private async Task CreateAsync(bool isPaused, CancellationToken cancel)
    {
        var result = await _dom0.RunAsync(
            $"xl create -q {(isPaused ? "-p " : string.Empty)}{FolderPath}/xl.cfg >&2 && xl domid {Name}",
            CommandLimit,
            cancel);
        Id = result.ExitCode == 0 && int.TryParse(result.Output, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new XenHostException($"Xen does not create domain {Name}: {XlErrors.Cause(result.Errors)}");
    }
}
