using MirageGen.Loop;

namespace MirageGen.TestKit;

/// <summary>
/// NETWORK: a device on an <see cref="EthernetSegment"/>. Like a real one it has rings of limited size, rings its
/// doorbell at the end of a turn, makes checksums and cuts TCP frames where it says so, and hands over memory that is
/// its own: what is read after it was given back is rubbish.
/// </summary>
[Device(typeof(INetwork), Target = SimulatedHost.Target)]
public sealed class SimulatedNetwork : INetwork, ITurnEnd, IAsyncDisposable
{
    /// <summary>Octets of an Ethernet header.</summary>
    internal const int HeaderOctets = 14;

    private const int LargestFrame = 65_549;
    private const byte Rubbish = 0xDD;

    private readonly HostLife _life;
    private readonly WirePath _cable;
    private readonly ReceiveRing _received;
    private readonly Queue<FramePacket> _transmitRing = new();
    private readonly LoopCompletion<bool> _space = new();
    private readonly byte[] _reservation = new byte[LargestFrame];
    private readonly byte[] _segment;
    private readonly int _ringFrames;
    private int _reserved = -1;
    private bool _isWaiting;
    private bool _isDisposed;
    private NetworkCounters _counters;

    /// <summary>Plugs a host into a segment.</summary>
    /// <param name="host">The host.</param>
    /// <param name="name">The segment's name; segments come into being when they are first named.</param>
    /// <exception cref="InvalidOperationException">The host is on that segment already.</exception>
    public SimulatedNetwork(SimulatedHost host, [DeviceName] string name)
    {
        ArgumentNullException.ThrowIfNull(host);
        Host = host;
        _life = host.Life;
        Segment = host.World.Segment(name);
        Address = host.HardwareAddress(name);
        Offloads = Segment.Offloads;
        Mtu = Segment.Wire.Mtu;
        _ringFrames = Segment.RingFrames;
        _segment = new byte[LargestFrame];
        _cable = new(host.World, $"{host.Name}>{name}", Segment.Wire);
        _received = new(this, _ringFrames, Segment.PieceOctets, host.World.Random.Fork($"pieces {host.Name} {name}"));
        Segment.Plug(this);
        host.World.Loop.AtEndOfTurn(this);
    }

    /// <summary>The host it belongs to.</summary>
    public SimulatedHost Host { get; }

    /// <summary>What it is plugged into.</summary>
    public EthernetSegment Segment { get; }

    /// <inheritdoc/>
    public MacAddress Address { get; }

    /// <inheritdoc/>
    public int Mtu { get; }

    /// <inheritdoc/>
    public bool IsUp => _cable.IsUp && !_isDisposed;

    /// <inheritdoc/>
    public NetworkOffloads Offloads { get; }

    /// <inheritdoc/>
    public NetworkCounters Counters => _counters;

    /// <inheritdoc/>
    public Span<byte> Reserved => _reserved < 0 ? default : _reservation.AsSpan(0, _reserved);

    /// <summary>What the cable does to the frames that this device sends.</summary>
    public Wire Wire
    {
        get => _cable.Wire;
        set => _cable.Wire = value;
    }

    /// <summary>Whether the device takes nothing from its transmit ring, so that it fills: a stuck back-end.</summary>
    public bool IsTransmitHeld { get; set; }

    /// <summary>Frames whose memory is lent to the receiver.</summary>
    public int RetainedFrames => _received.Lent;

    /// <summary>Pulls the cable: frames both ways are lost.</summary>
    public void Unplug() => _cable.Cut();

    /// <summary>Puts the cable back.</summary>
    public void Plug()
    {
        if (!_cable.IsUp)
        {
            _cable.Heal();
            _received.CarrierReturned();
        }
    }

    /// <inheritdoc/>
    public bool TryReserve(int capacity, out Span<byte> frame)
    {
        ObjectDisposedException.ThrowIf(_isDisposed && !_life.IsOver, this);
        Host.World.VerifyOnLoop();
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            capacity, (Offloads & NetworkOffloads.TcpSegmentation) != 0 ? LargestFrame : Mtu + HeaderOctets);
        _reserved = -1;
        frame = default;
        if (_transmitRing.Count >= _ringFrames || _life.IsOver)
        {
            return false;
        }

        _reserved = capacity;
        frame = _reservation.AsSpan(0, capacity);
        frame.Fill(Rubbish);
        return true;
    }

    /// <inheritdoc/>
    public void Send(int length, in TransmitOffload offload = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > _reserved)
        {
            throw new InvalidOperationException($"{length} octets are sent, but {_reserved} were reserved (-1: nothing).");
        }

        Verify(length, offload);
        _reserved = -1;
        _counters = _counters with { SentFrames = _counters.SentFrames + 1, SentOctets = _counters.SentOctets + length };
        var frame = _reservation.AsSpan(0, length);
        if (offload.Segmentation == Segmentation.None || Segment.CarriesUncut(this))
        {
            Queue(FramePacket.Make(this, frame, offload));
            return;
        }

        var made = offload with { Segmentation = Segmentation.None };
        for (var i = 0; i < FrameSegmenter.Count(length, offload); i++)
        {
            var octets = FrameSegmenter.Write(frame, offload, i, _segment);
            Queue(FramePacket.Make(this, _segment.AsSpan(0, octets), made));
        }
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync()
    {
        if (_transmitRing.Count < _ringFrames && !_life.IsOver)
        {
            return default;
        }

        if (_isWaiting)
        {
            throw new InvalidOperationException("Somebody waits for space already.");
        }

        _isWaiting = true;
        _space.Reset();
        return _space.UntypedTask;
    }

    /// <inheritdoc/>
    public void Attach(IFrameReceiver receiver) => _received.Attach(receiver);

    /// <summary>Unplugs the device for good.</summary>
    public ValueTask DisposeAsync()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            IsTransmitHeld = false;
            Ring();
            Host.World.Loop.Forget(this);
            Segment.Unplug(this);
        }

        return default;
    }

    void ITurnEnd.EndTurn()
    {
        // First what arrived, so that what it is answered with leaves in the same turn.
        _received.Deliver();
        Ring();
    }

    /// <summary>Takes a frame from the switch.</summary>
    internal void Take(FramePacket frame)
    {
        if (!IsUp || !_received.TryAdd(frame))
        {
            _counters = _counters with { ReceiveDrops = _counters.ReceiveDrops + 1 };
            Host.World.Record($"{Host.Name} {Segment.Name} frame {frame.Length} octets #{frame.Digest:x8} lost, {(IsUp ? "ring full" : "cut")}");
            return;
        }

        Host.World.Record($"{Host.Name} {Segment.Name} frame {frame.Length} octets #{frame.Digest:x8} received");
    }

    /// <summary>The host has crashed: the device is no more, and nobody is told.</summary>
    internal void Vanish()
    {
        _isDisposed = true;
        Host.World.Loop.Forget(this);
        Segment.Unplug(this);
    }

    internal void CountReceived(int octets) =>
        _counters = _counters with { ReceivedFrames = _counters.ReceivedFrames + 1, ReceivedOctets = _counters.ReceivedOctets + octets };

    internal void CountReceiveDrop() => _counters = _counters with { ReceiveDrops = _counters.ReceiveDrops + 1 };

    internal void CountSendDrop() => _counters = _counters with { SendDrops = _counters.SendDrops + 1 };

    internal void DescribeWaits(List<string> waits)
    {
        if (_isWaiting)
        {
            waits.Add($"{Host}: space in the transmit ring on the segment '{Segment.Name}'");
        }
    }

    private void Queue(FramePacket frame)
    {
        _transmitRing.Enqueue(frame);
        if (_transmitRing.Count == 1)
        {
            // What is sent at a turn's end, after this device has rung, leaves at the end of the next, which may not wait.
            Host.World.Loop.Enqueue(static _ => { }, null);
        }
    }

    /// <summary>Has the device take what is in the transmit ring.</summary>
    private void Ring()
    {
        while (!IsTransmitHeld && _transmitRing.TryDequeue(out var frame))
        {
            _cable.Send(frame);
        }

        if (_isWaiting && _transmitRing.Count < _ringFrames)
        {
            _isWaiting = false;
            _space.SetResult(true);
        }
    }

    private void Verify(int length, in TransmitOffload offload)
    {
        // A device that cuts frames makes their checksums, too.
        var sufficient = offload.Segmentation != Segmentation.None
            ? NetworkOffloads.TcpSegmentation
            : NetworkOffloads.TcpSegmentation | NetworkOffloads.TransmitChecksum;
        if ((offload.Segmentation != Segmentation.None || offload.ChecksumOffset != 0) && (Offloads & sufficient) == 0)
        {
            throw new InvalidOperationException($"The device is left to do what it does not offer ({Offloads}): {offload}.");
        }

        if (offload.ChecksumOffset != 0 && offload.ChecksumStart + offload.ChecksumOffset + sizeof(ushort) > length)
        {
            throw new ArgumentException($"The checksum field lies behind the frame's {length} octets.", nameof(offload));
        }

        if (offload.Segmentation != Segmentation.None && (offload.SegmentOctets == 0 || offload.HeaderOctets > length || offload.HeaderOctets < offload.ChecksumStart + 20))
        {
            throw new ArgumentException($"A frame of {length} octets cannot be cut so: {offload}.", nameof(offload));
        }

        if (offload.Segmentation == Segmentation.None && length > Mtu + HeaderOctets)
        {
            throw new ArgumentException($"The frame of {length} octets is larger than the MTU of {Mtu} allows, and not to be cut.", nameof(length));
        }
    }
}
