using System.Diagnostics;

namespace MirageGen.Peers;

/// <summary>
/// Two servers with one client: ours with its own stack on a TAP interface of the client's namespace, theirs with the
/// kernel's in a namespace of its own, over a veth pair. Needs root.
/// </summary>
internal sealed class PeerWires : IDisposable
{
    /// <summary>Our server's address.</summary>
    public const string Ours = "10.9.0.2";

    /// <summary>Their server's address.</summary>
    public const string Theirs = "10.8.0.2";

    private readonly PeerNamespace _kernel = new();

    /// <summary>Lays them.</summary>
    /// <param name="queue">Frames that wait in the TAP interface for our server at most; the kernel's default.</param>
    public PeerWires(int queue = 1000)
    {
        Client.Ip($"tuntap add tap0 mode tap; link set tap0 txqueuelen {queue}; address add 10.9.0.1/24 dev tap0; link set tap0 up");
        Client.Ip($"link add veth0 type veth peer name veth1 netns {_kernel.Name}; address add 10.8.0.1/24 dev veth0; link set veth0 up");
        _kernel.Ip($"address add {Theirs}/24 dev veth1; link set veth1 up");
    }

    /// <summary>Where the client runs.</summary>
    public PeerNamespace Client { get; } = new();

    /// <summary>Starts our server on a core and waits until its stack answers.</summary>
    public Process StartOurs(int core, params string[] command)
    {
        var server = Client.Start(core, [.. command, "--ipv4", $"{Ours}/24", "--ipv6", "none"]);
        WaitFor(Ours);
        return server;
    }

    /// <summary>Starts their server on a core.</summary>
    public Process StartTheirs(int core, params string[] command)
    {
        var server = _kernel.Start(core, command);
        WaitFor(Theirs);
        return server;
    }

    public void Dispose()
    {
        Client.Dispose();
        _kernel.Dispose();
    }

    private void WaitFor(string address) => Client.ExecUntilItSucceeds("ping", "-c", "1", "-W", "1", address);
}
