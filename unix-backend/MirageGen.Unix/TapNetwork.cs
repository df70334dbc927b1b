using Microsoft.Extensions.Logging;
using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;
using MirageGen.Unix.Storage;
using MirageGen.Unix.Tap;

namespace MirageGen.Unix;

/// <summary>
/// NETWORK on a TAP interface of the host: the kernel's side is an ordinary network interface, this side is a device of
/// ours at the other end of its cable.
/// </summary>
/// <remarks>
/// <para>The interface must be there, since it has its host address from whoever made it:
/// <c>ip tuntap add tap0 mode tap user NAME</c>, <c>ip address add 10.0.0.1/24 dev tap0</c>, <c>ip link set tap0 up</c>.
/// It has a carrier while the device is open.</para>
/// <para>Where the kernel lets it (every Linux of today), each frame has a virtio header in front, so that checksums between
/// host and appliance are not made at all, and one call carries up to 64 kB of TCP in either direction.</para>
/// <para>The hardware address is made from that of the kernel's side, so that it stays the same from start to start while
/// the interface does: neighbours and DHCP servers know it again.</para>
/// </remarks>
[Device(typeof(INetwork), Target = "unix")]
public sealed partial class TapNetwork : INetwork, IDisposable, IEpollHandler, IDeferred
{
    private readonly EpollLoop _loop;
    private readonly TapInterface _tap;
    private readonly ILogger<TapNetwork> _log;
    private readonly TapReceiver _receiver;
    private readonly TapTransmitter _transmitter;
    private bool _isDeferred;
    private bool _isGone;
    private bool _isDisposed;

    internal TapNetwork(EpollLoop loop, TapInterface tap, MacAddress address, ILogger<TapNetwork> log)
    {
        _loop = loop;
        _tap = tap;
        _log = log;
        _receiver = new(tap);
        _transmitter = new(tap);
        Address = address;
        if (!loop.TryRegister(tap.Frames, this, EpollEvents.Readable | EpollEvents.Writable))
        {
            throw new DeviceException($"cannot watch the network interface '{tap.Name}': {Errno.Text(Errno.Last)}");
        }
    }

    /// <inheritdoc/>
    public MacAddress Address { get; }

    /// <inheritdoc/>
    public int Mtu => _tap.Mtu;

    /// <inheritdoc/>
    public bool IsUp => !_isGone && _tap.IsUp;

    /// <inheritdoc/>
    public NetworkOffloads Offloads => _tap.Offloads;

    /// <inheritdoc/>
    public NetworkCounters Counters => new(
        _receiver.Frames, _receiver.Octets, _receiver.Drops, _transmitter.Frames, _transmitter.Octets, _transmitter.Drops);

    /// <summary>Frames whose memory is lent to the receiver.</summary>
    internal int RetainedFrames => _receiver.Retained;

    /// <summary>Opens the interface.</summary>
    /// <param name="machine">The process.</param>
    /// <param name="log">Where it is reported that the interface is down, or goes away.</param>
    /// <param name="interfaceName">Its name on the host.</param>
    /// <param name="mac">This side's hardware address; null for one made from the kernel's.</param>
    /// <param name="noOffload">
    /// Whether frames are whole and have their checksums, both ways: as they would be on a wire, to be looked at or passed on.
    /// </param>
    /// <exception cref="DeviceException">
    /// There is no such interface, it is not for this process or in use, or the address is none for a station.
    /// </exception>
    public static async Task<TapNetwork> ConnectAsync(
        UnixMachine machine,
        ILogger<TapNetwork> log,
        [Argument("TAP interface of the host to be connected to", Name = "interface")] string interfaceName = "tap0",
        [Argument("Hardware address [default: made from the host's]")] MacAddress? mac = null,
        [Argument("Leaves no checksums and segments to the host, nor the host to us")] bool noOffload = false)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(interfaceName);
        ArgumentNullException.ThrowIfNull(log);

        var loop = machine.Events as EpollLoop
            ?? throw new DeviceException("TAP interfaces are Linux's; build with -p:MirageNet=sockets here");

        // The driver may have to be loaded, and the kernel's lock on interfaces waited for.
        return Connect(loop, await BlockingWork.RunAsync(() => TapOpening.Open(interfaceName, !noOffload)), mac, log);
    }

    /// <summary>Makes a device of an interface that is open.</summary>
    /// <exception cref="DeviceException">The address is none for a station.</exception>
    internal static TapNetwork Connect(EpollLoop loop, TapInterface tap, MacAddress? mac, ILogger<TapNetwork> log)
    {
        var network = new TapNetwork(loop, tap, StationAddress.Choose(tap, mac), log);
        if (!network.IsUp)
        {
            LogDown(log, tap.Name);
        }

        return network;
    }

    /// <inheritdoc/>
    public bool TryReserve(int capacity, out Span<byte> frame) => _transmitter.TryReserve(capacity, out frame);

    /// <inheritdoc/>
    public Span<byte> Reserved => _transmitter.Reserved;

    /// <inheritdoc/>
    public void Send(int length, in TransmitOffload offload = default) => _transmitter.Send(length, offload);

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync() => _transmitter.WaitForSpaceAsync();

    /// <inheritdoc/>
    public void Attach(IFrameReceiver receiver)
    {
        _receiver.Attach(receiver);

        // What arrived before was an event that nobody acted on.
        Defer();
    }

    /// <summary>Closes the interface. What its receiver retained stays readable.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _receiver.Detach();
            _transmitter.End($"the network interface '{_tap.Name}' has been closed");
            _loop.Close(_tap.Frames);
            _ = _tap.Control < 0 ? 0 : Libc.Close(_tap.Control);
        }
    }

    void IEpollHandler.OnEvents(EpollEvents events)
    {
        // First what arrived: if the interface has gone, reading says so.
        if ((events & ~EpollEvents.Writable) != 0)
        {
            Receive();
        }

        if (_transmitter.IsBlocked && (events & EpollEvents.Writable) != 0)
        {
            _transmitter.Resume();
        }
    }

    void IDeferred.Resume()
    {
        _isDeferred = false;
        Receive();
    }

    private void Receive()
    {
        if (_isDeferred || _isGone || !_receiver.IsAttached)
        {
            // It goes on later in this turn, or there is nobody to go on for.
            return;
        }

        switch (_receiver.Receive())
        {
            case 0 when !_isDisposed:
                Defer();
                break;
            case 0 or Errno.Again or Errno.InputOutput:
                break;
            case var error:
                _isGone = true;
                _transmitter.End($"the network interface '{_tap.Name}' has gone");
                LogGone(_log, _tap.Name, Errno.Text(error));
                break;
        }
    }

    private void Defer()
    {
        if (!_isDeferred)
        {
            _isDeferred = true;
            _loop.Defer(this);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The network interface '{Name}' is down; 'ip link set {Name} up' brings it up")]
    private static partial void LogDown(ILogger log, string name);

    [LoggerMessage(Level = LogLevel.Error, Message = "The network interface '{Name}' has gone: {Cause}")]
    private static partial void LogGone(ILogger log, string name, string cause);
}
