using Microsoft.Extensions.Logging;
using MirageGen.Dns.Server;
using MirageGen.Dns.Transfer;

namespace MirageGen.Dns;

/// <summary>
/// An authoritative name server over UDP and TCP: give it zones, then run it. Each datagram is answered in place, from the
/// device's receive buffer into its send buffer, before the next one is looked at.
/// </summary>
/// <param name="stack">Whence requests come.</param>
/// <param name="clock">Drives timeouts, and dates cookies.</param>
/// <param name="random">Makes the key of cookies.</param>
/// <param name="log">Where it says what it serves.</param>
[Device]
public sealed class DnsServer(INetworkStack stack, TimeProvider clock, IRandom random, ILogger<DnsServer> log)
{
    /// <summary>The port of name servers (RFC 1035 section 4.2).</summary>
    public const int DefaultPort = 53;

    private static readonly TimeSpan CollectionInterval = TimeSpan.FromMinutes(1);

    private ZoneSet _zones = ZoneSet.Empty;
    private Notifier? _notifier;
    private ITimer? _collecting;
    private long? _collectedAt;
    private bool _isCollectionDue;

    /// <summary>
    /// What it answers from. Another set may be put in its place at any time: a request is answered from one or the other,
    /// and none is lost.
    /// </summary>
    public ZoneSet Zones
    {
        get => _zones;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var before = _zones;
            _zones = value;
            foreach (var zone in value.Zones)
            {
                var old = before.FindExact(zone.Origin.Octets);
                if (old != zone)
                {
                    DnsServerLog.Zone(log, zone.Origin, zone.NameCount, zone.SetCount, zone.MemoryOctets);
                }

                if (old?.Serial != zone.Serial)
                {
                    _notifier?.Tell(zone);
                }
            }

            ReturnWhatReadingTook();
        }
    }

    /// <summary>Who hears that zones have changed elsewhere; null when nobody keeps zones of others.</summary>
    internal INotifyReceiver? NotifyReceiver { get; set; }

    /// <summary>Serves a port on every address of the stack until told to stop, within the default limits.</summary>
    /// <param name="port">The port, of UDP and TCP.</param>
    /// <param name="stop">Ends it: what has arrived is answered, connections are closed.</param>
    /// <exception cref="DeviceException">The port is taken, or not for this process.</exception>
    public Task RunAsync(int port = DefaultPort, CancellationToken stop = default) =>
        RunAsync(IpEndpoint.OnEveryAddress(port), DnsServerOptions.Default, stop);

    /// <summary>Serves an endpoint until told to stop.</summary>
    /// <param name="local">Where; port zero is any that is free for both.</param>
    /// <param name="options">Limits and facts.</param>
    /// <param name="stop">Ends it: what has arrived is answered, connections are closed.</param>
    /// <exception cref="DeviceException">The port is taken, or not for this process.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
    public async Task RunAsync(IpEndpoint local, DnsServerOptions options, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        options = options with { MaxConnections = stack.Tcp.RoomFor(options.MaxConnections) };
        var service = new DnsService(this, options, clock, random, log, stop);
        var serving = new TcpServeOptions { MaxConnections = options.MaxConnections, Listen = new() { Backlog = options.Backlog } };
        await using var listener = stack.Tcp.Listen(local, serving.Listen);
        await using var socket = stack.Udp.Bind(new(local.Address, listener.LocalEndpoint.Port), service.Answer);
        DnsServerLog.Serving(log, listener.LocalEndpoint.Port);
        _notifier = new(options, stack, clock, random, log, stop);
        foreach (var zone in _zones.Zones)
        {
            _notifier.Tell(zone);
        }

        try
        {
            await listener.ServeAsync(service.ServeAsync, stop, serving, log);
        }
        finally
        {
            _notifier = null;
        }
    }

    /// <summary>
    /// To read a large zone takes several times its memory, and answering allocates nothing, so that the collector would never
    /// have a reason to look at what is left of it. It does so a turn later, when those who read the zone have let go of it, and
    /// once a minute at most where zones change all the time.
    /// </summary>
    private void ReturnWhatReadingTook()
    {
        const long Large = 4 * 1024 * 1024;
        var octets = 0L;
        foreach (var zone in _zones.Zones)
        {
            octets += zone.MemoryOctets;
        }

        if (octets > Large && !_isCollectionDue)
        {
            _isCollectionDue = true;
            var since = _collectedAt is { } at ? clock.GetElapsedTime(at) : CollectionInterval;
            _collecting?.Dispose();
            _collecting = clock.CreateTimer(
                static server => ((DnsServer)server!).Collect(),
                this,
                since < CollectionInterval ? CollectionInterval - since : TimeSpan.Zero,
                Timeout.InfiniteTimeSpan);
        }
    }

    private void Collect()
    {
        _isCollectionDue = false;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _collectedAt = clock.GetTimestamp();
    }
}
