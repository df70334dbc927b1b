using MirageGen.XenHost.Domains;

namespace MirageGen.XenHost.Machine;

/// <summary>The domain that makes other domains: a Linux with Xen's tools, in a machine of ours or on this one.</summary>
internal interface IDom0 : IAsyncDisposable
{
    /// <summary>A folder of this host that dom0 sees too; gone when disposed.</summary>
    string Share { get; }

    /// <summary>Where dom0 sees <see cref="Share"/>.</summary>
    string SharePath { get; }

    /// <summary>Where dom0 sees a disk that domains may use.</summary>
    /// <param name="file">The image, a file of this host.</param>
    /// <exception cref="XenHostException">dom0 does not see it.</exception>
    string DiskPath(string file);

    /// <summary>Runs a script of dom0's shell to its end.</summary>
    /// <exception cref="XenHostException">It did not end in time, or the machine is gone.</exception>
    Task<CommandResult> RunAsync(string script, TimeSpan limit, CancellationToken cancel = default);

    /// <summary>The console of a domain that exists, from its beginning.</summary>
    /// <param name="name">The domain's name.</param>
    /// <param name="id">Its number.</param>
    /// <param name="cancel">Ends the wait for it.</param>
    /// <exception cref="XenHostException">It cannot be read.</exception>
    Task<DomainConsole> OpenConsoleAsync(string name, int id, CancellationToken cancel);

    /// <summary>What the hypervisor has said.</summary>
    Task<string> ReadLogAsync();
}
