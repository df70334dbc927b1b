namespace MirageGen.TestKit;

/// <summary>
/// An Ethernet switch with a cable to each of its <see cref="SimulatedNetwork"/> devices: what joins hosts that bring
/// their own TCP/IP. A device with the name <c>lan</c> is on the segment <c>lan</c> of its world. Unknown addresses
/// and groups go to everybody.
/// </summary>
public sealed class EthernetSegment
{
    private readonly List<SimulatedNetwork> _ports = [];
    private readonly List<FrameCapture> _captures = [];
    private readonly HashSet<SimulatedNetwork> _island = [];
    private readonly PcapWriter? _file;
    private Wire _wire = Wire.Ideal;

    internal EthernetSegment(World world, string name, Stream? file)
    {
        _file = file is null ? null : new(file);
        World = world;
        Name = name;
        Frames = new(() => new FramePacket(this));
    }

    /// <summary>Its name in the world.</summary>
    public string Name { get; }

    /// <summary>The devices that are plugged in.</summary>
    public IReadOnlyList<SimulatedNetwork> Ports => _ports;

    /// <summary>
    /// What each cable does to the frames that its device sends; <see cref="Wire.Ideal"/> by default. Setting it shapes all
    /// cables; <see cref="SimulatedNetwork.Wire"/> shapes one.
    /// </summary>
    public Wire Wire
    {
        get => _wire;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            _wire = value;
            foreach (var port in _ports)
            {
                port.Wire = value;
            }
        }
    }

    /// <summary>What devices made from now on do for their users. Nothing by default.</summary>
    public NetworkOffloads Offloads { get; set; }

    /// <summary>How many frames the transmit ring of a device made from now on holds, and its receive ring; 256 by default.</summary>
    public int RingFrames { get; set; } = 256;

    /// <summary>
    /// The longest piece in which a device made from now on hands over the rest of a frame, behind its first
    /// <see cref="ReceivedFrame.HeaderOctets"/> octets; the pieces have random lengths. Zero, the default: frames lie in one
    /// piece.
    /// </summary>
    public int PieceOctets { get; set; }

    /// <summary>
    /// Whether a checksum left to the sending device stays unmade when the receiving one knows what to do with it
    /// (<see cref="NetworkOffloads.ReceiveChecksum"/>), as between the domains of one machine; such a frame comes with
    /// <see cref="ReceiveChecksum.Partial"/>.
    /// </summary>
    public bool LeavesChecksumsPartial { get; set; }

    internal World World { get; }

    internal PacketPool<FramePacket> Frames { get; }

    /// <summary>Whether all whom a frame of this sender may reach take several segments in one.</summary>
    internal bool CarriesUncut(SimulatedNetwork sender)
    {
        foreach (var port in _ports)
        {
            if (port != sender && (port.Offloads & NetworkOffloads.ReceiveCoalescing) == 0)
            {
                return false;
            }
        }

        return _ports.Count > 1;
    }

    /// <summary>Separates some devices from all others: frames pass within the group and outside it, not between.</summary>
    public void Partition(params ReadOnlySpan<SimulatedNetwork> group)
    {
        _island.Clear();
        foreach (var port in group)
        {
            _island.Add(port);
        }
    }

    /// <summary>Ends what <see cref="Partition"/> began.</summary>
    public void Heal() => _island.Clear();

    /// <summary>Records the frames that pass the switch from now on: those that the senders' cables did not lose.</summary>
    /// <returns>The recording, in memory, to look at or to save for a protocol analyser.</returns>
    public FrameCapture Capture()
    {
        var capture = new FrameCapture();
        _captures.Add(capture);
        return capture;
    }

    internal void Plug(SimulatedNetwork port)
    {
        if (Find(port.Address) is not null)
        {
            throw new InvalidOperationException(
                $"{port.Host} is on the segment '{Name}' already; dispose its device before another is made.");
        }

        _ports.Add(port);
    }

    internal void Unplug(SimulatedNetwork port) => _ports.Remove(port);

    private SimulatedNetwork? Find(MacAddress address)
    {
        foreach (var port in _ports)
        {
            if (port.Address == address)
            {
                return port;
            }
        }

        return null;
    }

    /// <summary>Hands a frame that came from a device to those it is for.</summary>
    internal void Switch(FramePacket frame)
    {
        _file?.Write(World.Start + World.Now, frame.Content);
        foreach (var capture in _captures)
        {
            capture.Add(World.Start + World.Now, frame.Content);
        }

        var destination = frame.Destination;
        var known = destination.IsMulticast ? null : Find(destination);
        foreach (var port in _ports)
        {
            if (port == frame.Sender || (known is not null && port != known))
            {
                continue;
            }

            if (_island.Contains(port) != _island.Contains(frame.Sender))
            {
                World.Record($"{port.Host.Name} {Name} frame #{frame.Digest:x8} lost, partitioned");
                continue;
            }

            port.Take(frame);
        }
    }
}
