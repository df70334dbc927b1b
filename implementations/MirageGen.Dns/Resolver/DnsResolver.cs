using Microsoft.Extensions.Logging;
using MirageGen.Dns.Resolver;

namespace MirageGen.Dns;

/// <summary>
/// A name server for clients that asks others: from the root down, with a cache between. It serves this host and private
/// networks unless told otherwise, so that nobody finds an open resolver.
/// </summary>
/// <param name="stack">Whence requests come, and where the servers are.</param>
/// <param name="clock">Drives timeouts, and ends what is kept.</param>
/// <param name="random">Makes questions hard to guess.</param>
/// <param name="log">Where it says what it serves.</param>
[Device]
public sealed class DnsResolver(INetworkStack stack, TimeProvider clock, IRandom random, ILogger<DnsResolver> log)
{
    /// <summary>Serves an endpoint until told to stop.</summary>
    /// <param name="local">Where; port zero is any that is free for both UDP and TCP.</param>
    /// <param name="options">Limits, and whom it trusts.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="DeviceException">The port is taken, or not for this process.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public async Task RunAsync(IpEndpoint local, DnsResolverOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options = options with { MaxConnections = stack.Tcp.RoomFor(options.MaxConnections) };
        var service = new ResolverService(stack, clock, random, options, stop);
        var serving = new TcpServeOptions { MaxConnections = options.MaxConnections };
        await using var listener = stack.Tcp.Listen(local, serving.Listen);
        await using var socket = stack.Udp.Bind(new(local.Address, listener.LocalEndpoint.Port), service.Answer);
        ResolverLog.Serving(log, listener.LocalEndpoint.Port, options.Allowed.Count, options.CacheBytes);
        await listener.ServeAsync(service.ServeAsync, stop, serving, log);
    }
}
