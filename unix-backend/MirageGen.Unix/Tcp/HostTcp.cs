using Microsoft.Extensions.Logging;
using MirageGen.Unix.Events;
using MirageGen.Unix.Machine;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>TCP over the host's sockets.</summary>
internal sealed class HostTcp(UnixLoop loop, PortBinder ports, ILogger log) : ITcp
{
    /// <summary>How long a peer may take to answer a connection attempt: the host's own patience is two minutes.</summary>
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(30);

    /// <summary>As many as the process may have descriptors.</summary>
    public int MaxConnections => DescriptorLimit.Current;

    /// <inheritdoc/>
    public ITcpListener Listen(IpEndpoint local, TcpListenOptions? options = null)
    {
        var backlog = (options ?? TcpListenOptions.Default).Backlog;
        var sockets = ports.Bind(local, ports.Addresses.All, "listen on", at => loop.Tcp.Listen(at, backlog));
        return new HostListener(loop, local.Address, sockets, log);
    }

    /// <inheritdoc/>
    public async ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation = default)
    {
        if (remote.Address.IsNone || remote.Port == 0)
        {
            throw new ArgumentException($"'{remote}' is not a place to connect to: it needs an address and a port.", nameof(remote));
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = loop.Timers.Create(static limit => ((CancellationTokenSource)limit!).Cancel(), limit);
        timer.Start(ConnectTime);
        try
        {
            return await loop.Tcp.ConnectAsync(remote, limit.Token);
        }
        catch (OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new DeviceException($"cannot connect to {remote}: no answer within {ConnectTime.TotalSeconds:0} seconds");
        }
    }
}
