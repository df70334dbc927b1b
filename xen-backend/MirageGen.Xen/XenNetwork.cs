using System.Globalization;
using Microsoft.Extensions.Logging;
using MirageGen.Logging;
using MirageGen.Loop;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Machine;
using MirageGen.Xen.Net;
using MirageGen.Xen.Store;
using MirageGen.Xen.Xenbus;

namespace MirageGen.Xen;

/// <summary>NETWORK on a network interface of the domain (xl.cfg: <c>vif</c>), by the netfront protocol.</summary>
/// <remarks>
/// <para>Frames are received where the other end copied them to, and sent from where they were made. Checksums between the domain and
/// its host are not made, and one frame may carry up to 64 kB of TCP, in both directions.</para>
/// <para>When the other end restarts, the interface comes up again with new rings; meanwhile it has no carrier.</para>
/// </remarks>
[Device(typeof(INetwork), Target = "xen")]
public sealed class XenNetwork : INetwork, IAsyncDisposable, IFrontend, IEventHandler, ITurnEnd
{
    private static readonly LogMessage BrokenMessage = new(LogLevel.Error, "Broken", "the network interface is out of order: its other end does not keep to the protocol ({Why})");

    private const int DefaultMtu = 1500;
    private const int EthernetHeaderOctets = 14;

    // Connections whose memory the other end may keep when they are over, some 1.6 MB each.
    private const int MostLost = 8;

    private readonly XenDomain _domain;
    private readonly ILogger _log;
    private readonly LoopCompletion<bool> _space = new();
    private FrontendLink? _link;
    private Transmitter? _transmitter;
    private Receiver? _receiver;
    private Transmitter? _stoppedTransmitter;
    private Receiver? _stoppedReceiver;
    private IFrameReceiver? _user;
    private NetworkCounters _before;
    private long _transmitted;
    private long _transmittedOctets;
    private long _transmitDrops;
    private uint _port;
    private int _lost;
    private bool _isPumping;
    private bool _isWaitedFor;
    private bool _isClosed;

    internal XenNetwork(XenDomain domain, MacAddress address, int mtu, ILogger log)
    {
        _domain = domain;
        _log = log;
        Address = address;
        Mtu = mtu;
        domain.Loop.AtEndOfTurn(this);
    }

    /// <inheritdoc/>
    public MacAddress Address { get; }

    /// <inheritdoc/>
    public int Mtu { get; }

    /// <inheritdoc/>
    public bool IsUp => _link is { IsConnected: true } && _transmitter is not null;

    /// <inheritdoc/>
    public NetworkOffloads Offloads { get; private set; }

    /// <inheritdoc/>
    public NetworkCounters Counters => new(
        _before.ReceivedFrames + (_receiver?.Frames ?? 0),
        _before.ReceivedOctets + (_receiver?.Octets ?? 0),
        _before.ReceiveDrops + (_receiver?.Drops ?? 0),
        _transmitted,
        _transmittedOctets,
        _transmitDrops);

    /// <summary>Connects an interface.</summary>
    /// <param name="machine">The domain.</param>
    /// <param name="log">Where it is told that the other end goes and comes.</param>
    /// <param name="number">Which of the domain's interfaces, counted from zero in the order of its configuration.</param>
    /// <exception cref="DeviceException">The domain has no such interface, or its other end does not connect.</exception>
    public static Task<XenNetwork> ConnectAsync(
        XenMachine machine,
        ILogger<XenNetwork> log,
        [Argument("Network interface of the domain, counted from 0", Name = "interface")] int number = 0)
    {
        ArgumentNullException.ThrowIfNull(machine);
        return ConnectAsync(machine.Domain, log, number);
    }

    internal static async Task<XenNetwork> ConnectAsync(XenDomain domain, ILogger log, int number)
    {
        var path = await DevicePaths.FindAsync(domain.Store, "vif", number.ToString(CultureInfo.InvariantCulture), "network interface", "vif");
        var mac = await domain.Store.TryReadAsync(path + "/mac");
        if (!MacAddress.TryParse(mac, CultureInfo.InvariantCulture, out var address))
        {
            throw new DeviceException($"the network interface {number} has no hardware address: its entry in the store says '{mac}'");
        }

        var mtu = await domain.Store.TryReadNumberAsync(path + "/mtu") is { } said and >= 68 and <= 9000 ? (int)said : DefaultMtu;
        var network = new XenNetwork(domain, address, mtu, log);
        try
        {
            network._link = await FrontendLink.ConnectAsync(domain.Store, domain.Clock, network, path, log);
            return network;
        }
        catch
        {
            domain.Loop.Forget(network);
            throw;
        }
    }

    /// <inheritdoc/>
    public bool TryReserve(int capacity, out Span<byte> frame)
    {
        if (_transmitter is { } transmitter)
        {
            return transmitter.TryReserve(capacity, out frame);
        }

        frame = default;
        return false;
    }

    /// <inheritdoc/>
    public Span<byte> Reserved => _transmitter is { } transmitter ? transmitter.Reserved : default;

    /// <inheritdoc/>
    public void Send(int length, in TransmitOffload offload = default)
    {
        if (_transmitter is not { } transmitter)
        {
            // The other end has gone between reservation and sending, as a cable may.
            _transmitDrops++;
            return;
        }

        transmitter.Send(length, offload);
        _transmitted++;
        _transmittedOctets += length;
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync()
    {
        if (_isWaitedFor)
        {
            throw new InvalidOperationException("Somebody waits for space already.");
        }

        if (_isClosed)
        {
            return ValueTask.FromException(Closed());
        }

        _space.Reset();
        _isWaitedFor = true;
        AskForSpace();
        return _space.UntypedTask;
    }

    /// <inheritdoc/>
    public void Attach(IFrameReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        _user = _user is null ? receiver : throw new InvalidOperationException("The network interface has a receiver already.");
        PumpSoon();
    }

    /// <summary>Takes the interface down in order. What its receiver retained stays readable.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isClosed)
        {
            _isClosed = true;
            _user = null;
            if (_link is { } link)
            {
                await link.DisposeAsync();
            }

            _domain.Loop.Forget(this);
            EndWait(Closed());
        }
    }

    XenbusState IFrontend.OfferedState => XenbusState.Connected;

    async Task<IReadOnlyDictionary<string, string>> IFrontend.OfferAsync(FrontendLink link, XenStore store)
    {
        var features = await BackendFeatures.ReadAsync(store, link.BackendPath);
        if (!features.Has("feature-sg"))
        {
            throw new DeviceException($"the other end of {link.Path} takes no frame of several pages (feature-sg), as every Linux does");
        }

        if (_lost >= MostLost)
        {
            throw new DeviceException($"the other end of {link.Path} keeps the memory of {_lost} connections that are over, and gets no more");
        }

        Offloads = OffloadsOf(features);
        _transmitter = new(_domain.Hypervisor, _domain.Grants, link.BackendDomain, Mtu, Offloads);
        _receiver = new(_domain.Hypervisor, _domain.Grants, link.BackendDomain);
        _port = _domain.Hypervisor.OpenPort(link.BackendDomain, this);
        return new Dictionary<string, string>
        {
            ["tx-ring-ref"] = Text(_transmitter.RingGrant),
            ["rx-ring-ref"] = Text(_receiver.RingGrant),
            ["event-channel"] = Text(_port),
            ["request-rx-copy"] = "1",
            ["feature-rx-notify"] = "1",
            ["feature-sg"] = "1",
            ["feature-gso-tcpv4"] = "1",
            ["feature-gso-tcpv6"] = "1",
            ["feature-ipv6-csum-offload"] = "1",
        };
    }

    Task IFrontend.ConnectAsync(FrontendLink link, XenStore store)
    {
        PumpSoon();
        return Task.CompletedTask;
    }

    void IFrontend.Disconnect()
    {
        Stop();
        var isBack = _stoppedReceiver?.Release() ?? true;
        isBack &= _stoppedTransmitter?.Release() ?? true;
        _stoppedReceiver = null;
        _stoppedTransmitter = null;
        _lost += isBack ? 0 : 1;
    }

    void IEventHandler.OnEvent() => Pump();

    void ITurnEnd.EndTurn()
    {
        if (_transmitter is { } transmitter && _receiver is { } receiver)
        {
            receiver.Refill();
            if (receiver.Publish() | transmitter.Publish())
            {
                _domain.Hypervisor.Notify(_port);
            }

            if (transmitter.Broken is not null)
            {
                PumpSoon();
            }
        }
    }

    private static DeviceException Closed() => new("the network interface has been closed");

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);

    private static NetworkOffloads OffloadsOf(BackendFeatures features)
    {
        var offloads = NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing;
        if (features.Has("feature-ipv6-csum-offload"))
        {
            offloads |= NetworkOffloads.TransmitChecksum;
            if (features.Has("feature-gso-tcpv4") && features.Has("feature-gso-tcpv6"))
            {
                offloads |= NetworkOffloads.TcpSegmentation;
            }
        }

        return offloads;
    }

    private void PumpSoon()
    {
        if (!_isPumping)
        {
            _isPumping = true;
            _domain.Loop.Enqueue(static network => ((XenNetwork)network!).PumpNow(), this);
        }
    }

    private void PumpNow()
    {
        _isPumping = false;
        Pump();
    }

    private void Pump()
    {
        if (_transmitter is not { } transmitter || _receiver is not { } receiver)
        {
            return;
        }

        _ = transmitter.Reclaim();
        AskForSpace();
        var broken = transmitter.Broken;
        if (broken is null && _user is { } user && !_isPumping && (receiver.Receive(user, out broken) || receiver.AskForEvent()))
        {
            PumpSoon();
        }

        if (broken is not null)
        {
            BrokenMessage.Write(_log, broken);
            Stop();
        }
    }

    // Nothing is sent or received any more. The other end may have the memory still: it lets go of it when it goes down.
    private void Stop()
    {
        if (_receiver is { } receiver)
        {
            _before = Counters;
            (_receiver, _stoppedReceiver) = (null, receiver);
        }

        if (_transmitter is { } transmitter)
        {
            _ = transmitter.Reclaim();
            _transmitDrops += transmitter.UnderWay;
            (_transmitter, _stoppedTransmitter) = (null, transmitter);
        }

        if (_port != 0)
        {
            _domain.Hypervisor.ClosePort(_port);
            _port = 0;
        }
    }

    // Whoever waits goes on when there is room for the largest frame.
    private void AskForSpace()
    {
        if (!_isWaitedFor || _transmitter is not { } transmitter)
        {
            return;
        }

        // What was answered before it was asked for causes no event: that is looked at until nothing is left, and asked again.
        while (!transmitter.IsRoomy)
        {
            if (!transmitter.AskForEvent() || !transmitter.Reclaim())
            {
                return;
            }
        }

        EndWait(null);
    }

    private void EndWait(Exception? error)
    {
        if (!_isWaitedFor)
        {
            return;
        }

        _isWaitedFor = false;
        if (error is null)
        {
            _space.SetResult(true);
        }
        else
        {
            _space.SetException(error);
        }
    }
}
