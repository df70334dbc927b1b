using System.Globalization;
using Microsoft.Extensions.Logging;
using MirageGen.Logging;
using MirageGen.Loop;
using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Machine;
using MirageGen.Xen.Net;
using MirageGen.Xen.Xenbus;

namespace MirageGen.Xen;

/// <summary>NETWORK on a network interface of the domain (xl.cfg: <c>vif</c>), by the netfront protocol.</summary>
/// <remarks>
/// <para>Frames are received where the other end copied them to, and sent from where they were made. Checksums between the domain and
/// its host are not made, and one frame may carry up to 64 kB of TCP, in both directions.</para>
/// <para>When the other end restarts, the interface comes up again with new rings; meanwhile it has no carrier. So it does when the domain
/// has been suspended and goes on as another one; then it also tells the switches where it is.</para>
/// </remarks>
[Device(typeof(INetwork), Target = "xen")]
public sealed partial class XenNetwork : INetwork, IAsyncDisposable, IFrontend, IEventHandler, ITurnEnd
{
    private static readonly LogMessage BrokenMessage = new(LogLevel.Error, "Broken", "the network interface is out of order: its other end does not keep to the protocol ({Why})");

    private const int DefaultMtu = 1500;
    private const int EthernetHeaderOctets = 14;

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
    private bool _isElsewhere;
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
            network._link = await FrontendLink.ConnectAsync(domain, network, path, log);
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
