namespace MirageGen.XenHost.Machine;

/// <summary>A folder of the host that lives as long as a machine: what it shares with it and what it says.</summary>
internal sealed class MachineFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mirage-xen-").FullName;

    public MachineFiles()
    {
        Directory.CreateDirectory(Share);
        Directory.CreateDirectory(Path.Combine(Share, "commands"));
        Directory.CreateDirectory(Path.Combine(Share, "consoles"));
        Directory.CreateDirectory(Path.Combine(Share, "domains"));
    }

    /// <summary>dom0 sees it as <see cref="Dom0.SharePath"/>.</summary>
    public string Share => Path.Combine(_folder, "share");

    /// <summary>Where QEMU and we meet for dom0's command channel.</summary>
    public string Socket => Path.Combine(_folder, "agent");

    /// <summary>The serial line: the hypervisor, dom0's kernel, and what domains write to port 0xe9.</summary>
    public string Log => Path.Combine(_folder, "xen.log");

    /// <summary>Removes it all.</summary>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
