using Microsoft.Extensions.Logging;
using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;
using MirageGen.Unix.Tcp;
using MirageGen.Unix.Udp;

namespace MirageGen.Unix;

/// <summary>STACK over the host's sockets: TCP and UDP, IPv4 and IPv6.</summary>
/// <remarks>
/// <para>Where the application listens without naming an address, it listens on those of <c>--listen</c>, by default
/// only on this very host. A UDP port of no particular number is bound to every address of the host, unless
/// <c>--listen</c> says otherwise: it is there to ask others.</para>
/// <para>Flows: a flush completes when the host has taken everything that was written, so what waits in the process is at
/// most what was written between two flushes. Nothing is received before it is asked for. Completing the output with an
/// error aborts the flow. A flow that its application left has 30 seconds to have the peer take what is left, each time it
/// takes something, and 2 seconds for the peer to end in turn.</para>
/// </remarks>
[Device(typeof(INetworkStack), Target = "unix", When = "MirageNet=sockets", Shared = true)]
public sealed class HostStack : INetworkStack, IAsyncDisposable
{
    /// <summary>How long the process stays for peers that have not ended, once the appliance has.</summary>
    private static readonly TimeSpan PartingTime = TimeSpan.FromMilliseconds(500);

    private readonly UnixLoop _loop;

    /// <summary>Opens nothing yet.</summary>
    /// <param name="machine">The process.</param>
    /// <param name="log">Where a lack of descriptors is reported.</param>
    /// <param name="listen">Where to listen when the application names no address; null or empty for loopback only.</param>
    /// <exception cref="DeviceException">An address is none that a host can have.</exception>
    public HostStack(
        UnixMachine machine,
        ILogger<HostStack> log,
        [Argument("Address to listen on; 0.0.0.0 and :: mean all [default: 127.0.0.1 and ::1]")] IpAddress[]? listen = null)
    {
        ArgumentNullException.ThrowIfNull(machine);
        _loop = machine.Events;
        var ports = new PortBinder(new ListenAddresses(listen));
        Tcp = new HostTcp(_loop, ports, log);
        Udp = new HostUdp(_loop, ports);
    }

    /// <inheritdoc/>
    public ITcp Tcp { get; }

    /// <inheritdoc/>
    public IUdp Udp { get; }

    /// <summary>Waits a moment for peers that have not ended, so that they get what was sent to them last.</summary>
    public ValueTask DisposeAsync() => _loop.Closing.WaitAsync(_loop, PartingTime);
}
