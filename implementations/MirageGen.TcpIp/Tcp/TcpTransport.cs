using Microsoft.Extensions.Logging;
using MirageGen.Composition;
using MirageGen.Loop;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp;

/// <summary>TCP over IP: our own (RFC 9293). To be made on the loop.</summary>
/// <remarks>
/// What a segment says is judged at once; what follows from it is done once for each connection at the end of the batch it
/// came in, and what applications do is sent at the end of the turn. Nothing is queued below: when the device is full, the
/// octets stay with their flows.
/// </remarks>
[Device(typeof(ITcp))]
public sealed partial class TcpTransport : ITcp, IPacketReceiver, ITurnEnd, IAsyncDisposable, IFlowHost, IListenerHost
{
    // Of what a flow may receive, so many octets for each run behind a hole; of all buffers, so many for each segment on its way.
    private const int OctetsPerRun = 1024;
    private const int BufferOctetsPerSegment = 512;

    private readonly IIp _ip;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly EventLoop _loop;
    private readonly TcpTransportOptions _options;
    private readonly TcpSettings _settings;
    private readonly SecretHash _hash;
    private readonly ConnectionTable _table;
    private readonly ListenerTable _listeners = new();
    private readonly TimeWaitTable _timeWaits;
    private readonly EphemeralPorts _ports;
    private readonly SynCookies _cookies;
    private readonly SegmentOutput _output;
    private readonly BlockPool _pool;
    private readonly TcpCounters _counters;
    private readonly RateLimit _strayResets;
    private int _halfOpen;
    private bool _isDisposed;

    /// <summary>Makes a device that holds no connection yet.</summary>
    /// <param name="ip">What carries segments.</param>
    /// <param name="clock">Drives every timeout.</param>
    /// <param name="random">The source of the secret under which numbers and ports are chosen.</param>
    /// <param name="log">Where floods are reported.</param>
    /// <param name="statistics">Where to count.</param>
    /// <param name="congestionControl">How senders find out what a path bears.</param>
    /// <param name="keepAlive">After how much silence a peer is asked whether it is there; null for never.</param>
    /// <exception cref="BootArgumentException">An argument cannot be.</exception>
    public TcpTransport(
        IIp ip,
        TimeProvider clock,
        IRandom random,
        ILogger<TcpTransport> log,
        NetworkStatistics statistics,
        [Argument("TCP congestion control")] TcpCongestionControl congestionControl = TcpCongestionControl.Cubic,
        [Argument("Silence after which a TCP peer is asked whether it is there [default: never]")] TimeSpan? keepAlive = null)
        : this(ip, clock, random, log, FromArguments(congestionControl, keepAlive), statistics)
    {
    }

    private TcpTransport(
        IIp ip, TimeProvider clock, IRandom random, ILogger log, TcpTransportOptions options, NetworkStatistics? statistics)
    {
        ArgumentNullException.ThrowIfNull(ip);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(log);
        _loop = EventLoop.Current
            ?? throw new InvalidOperationException("TCP is made on the loop that it is to run on.");
        _ip = ip;
        _clock = clock;
        _log = log;
        _options = options;
        statistics ??= new();
        _counters = new(statistics.Add("tcp"));
        statistics.Add(Report);
        _strayResets = new(clock, random, StrayResetsPerSecond, StrayResetsPerSecond);
        _settings = new()
        {
            CongestionControl = options.CongestionControl,
            KeepAliveIdle = options.KeepAlive,
            HandshakeTimeout = options.ConnectTimeout,
            MaxReceiveBuffer = options.MaxReceiveBuffer,
            InitialReceiveBuffer = Math.Min(options.MaxReceiveBuffer, new TcpSettings().InitialReceiveBuffer),
            MaxSendBuffer = options.MaxSendBuffer,
            InitialSendBuffer = Math.Min(options.MaxSendBuffer, new TcpSettings().InitialSendBuffer),
            MaxOutOfOrderRuns = Math.Min(options.MaxReceiveBuffer / OctetsPerRun, new TcpSettings().MaxOutOfOrderRuns),
            SegmentBudget = new(options.MaxBufferOctets / BufferOctetsPerSegment),
            Nagle = false,
            ChallengeBudget = new ChallengeBudget(clock, random),
        };
        _hash = new(random);
        _table = new(_hash, options.MaxConnections);
        _timeWaits = new(_hash, options.MaxTimeWaits);
        _ports = new(_hash, random, options.FirstEphemeralPort, options.LastEphemeralPort);
        _cookies = new(_hash);
        _output = new(ip);
        _pool = new(options.MaxBufferOctets);
        _timer = clock.CreateTimer(
            static device => ((TcpTransport)device!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        ip.Attach(IpProtocol.Tcp, this);
        _loop.AtEndOfTurn(this);
    }

    /// <summary>How it works.</summary>
    public TcpTransportOptions Options => _options;

    /// <inheritdoc/>
    public int MaxConnections => _options.MaxConnections;

    EventLoop IFlowHost.Loop => _loop;

    EventLoop IListenerHost.Loop => _loop;

    /// <summary>What has been counted up to now.</summary>
    internal TcpCounters Counters
    {
        get
        {
            Gauge();
            return _counters;
        }
    }

    BlockPool IFlowHost.Pool => _pool;

    TimeSpan IFlowHost.Now => Now;

    private TimeSpan Now => _clock.GetElapsedTime(0);

    /// <summary>Makes a device with options of one's own.</summary>
    /// <param name="ip">What carries segments.</param>
    /// <param name="clock">Drives every timeout.</param>
    /// <param name="random">The source of the secret under which numbers and ports are chosen.</param>
    /// <param name="log">Where floods are reported.</param>
    /// <param name="options">How it is to work.</param>
    /// <param name="statistics">Where to count; null for nowhere.</param>
    public static TcpTransport Create(
        IIp ip,
        TimeProvider clock,
        IRandom random,
        ILogger log,
        TcpTransportOptions options,
        NetworkStatistics? statistics = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.FirstEphemeralPort, options.LastEphemeralPort, nameof(options));
        return new(ip, clock, random, log, options, statistics);
    }

    /// <inheritdoc/>
    public ITcpListener Listen(IpEndpoint local, TcpListenOptions? options = null)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!local.Address.IsNone && !local.Address.IsLoopback && !IsOwn(local.Address))
        {
            throw new DeviceException(
                $"cannot listen on {local}: the address is none of this host's, which are {string.Join(", ", _ip.Addresses)}");
        }

        var at = local.Port == 0 ? new(local.Address, FreePort(local)) : local;
        if (_listeners.Conflicts(at))
        {
            throw new DeviceException($"cannot listen on {local}: the port is taken");
        }

        var listener = new TcpListener(this, at, (options ?? TcpListenOptions.Default).Backlog);
        _listeners.Add(listener);
        return listener;
    }

    /// <inheritdoc/>
    public ValueTask<ITcpFlow> ConnectAsync(IpEndpoint remote, CancellationToken cancellation = default)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (remote.Address.IsNone || remote.Port == 0)
        {
            throw new ArgumentException($"'{remote}' is not a place to connect to: it needs an address and a port.", nameof(remote));
        }

        return cancellation.IsCancellationRequested
            ? ValueTask.FromCanceled<ITcpFlow>(cancellation)
            : OpenActively(remote, cancellation).Task;
    }

    /// <summary>Resets what is still connected, and listens no more.</summary>
    public ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return default;
        }

        foreach (var listener in new List<TcpListener>(_listeners.All))
        {
            listener.Close();
        }

        foreach (var connection in _table.Slots.ToArray())
        {
            if (connection is not null)
            {
                Abandon(connection);
            }
        }

        Run();
        Gauge();
        _isDisposed = true;
        _timer.Dispose();
        _loop.Forget(this);
        return default;
    }

    void IListenerHost.Remove(TcpListener listener)
    {
        _listeners.Remove(listener);
        if (listener.HalfOpen == 0)
        {
            return;
        }

        foreach (var connection in _table.Slots.ToArray())
        {
            if (connection?.Owner == listener)
            {
                Abandon(connection);
            }
        }
    }

    private static TcpTransportOptions FromArguments(TcpCongestionControl congestionControl, TimeSpan? keepAlive)
    {
        if (keepAlive is { } time && time <= TimeSpan.Zero)
        {
            throw new BootArgumentException($"--keep-alive {time}: it must be longer than nothing");
        }

        return TcpTransportOptions.ForMemory(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes) with { CongestionControl = congestionControl, KeepAlive = keepAlive };
    }

    private void Gauge()
    {
        _counters.Connections.Set(_table.Count + _timeWaits.Count);
        _counters.HalfOpen.Set(_halfOpen);
        _counters.TimeWaits.Set(_timeWaits.Count);
        _counters.BufferOctets.Set(_pool.RentedOctets);
    }

    private IEnumerable<ConnectionReport> Report()
    {
        for (var i = 0; i < _table.Slots.Length; i++)
        {
            if (_table.Slots[i] is { } connection)
            {
                yield return connection.Report();
            }
        }

        for (var slot = _timeWaits.Oldest; slot >= 0; slot = _timeWaits.After(slot))
        {
            var key = _timeWaits.KeyAt(slot);
            yield return new(key.Local, key.Remote, TcpState.TimeWait.Name(), 0, 0, 0, default, 0);
        }
    }

    private bool IsOwn(IpAddress address)
    {
        // Not by an enumerator: this runs for segments of strangers and is to allocate nothing.
        var addresses = _ip.Addresses;
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i] == address || (address.IsV6 && addresses[i].IsV6 && addresses[i].V6 == address.V6))
            {
                return true;
            }
        }

        return false;
    }

    private int FreePort(IpEndpoint local)
    {
        var key = _ports.Choose(local.Address, local, new ListeningPortJudge(_listeners));
        return key?.Local.Port ?? throw new DeviceException($"cannot listen on {local}: every port is taken");
    }

    private readonly struct ListeningPortJudge(ListenerTable listeners) : IPortJudge
    {
        public bool WillDo(in ConnectionKey key) => !listeners.Conflicts(key.Local);
    }
}
