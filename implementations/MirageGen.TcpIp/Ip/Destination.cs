namespace MirageGen.TcpIp;

/// <summary>How one destination is reached: what RFC 4861 section 5.1 calls its entry in the destination cache.</summary>
internal sealed class Destination
{
    public IpAddress Address { get; set; }

    /// <summary>The state of the tables that this was found by; it holds while that is the current one.</summary>
    public int Generation { get; set; }

    public DestinationKind Kind { get; set; }

    /// <summary>The interface that packets leave by; meaningless when unreachable or local.</summary>
    public IpInterface Interface { get; set; } = null!;

    /// <summary>The neighbour that packets go to, without a zone.</summary>
    public IpAddress NextHop { get; set; }

    /// <summary>The neighbour, once it was asked for.</summary>
    public Neighbour? Neighbour { get; set; }

    /// <summary>The stations of a group.</summary>
    public MacAddress GroupStation { get; set; }

    /// <summary>The address that packets are from.</summary>
    public IpAddress Source { get; set; }

    /// <summary>The largest packet in octets that the path takes.</summary>
    public int Mtu { get; set; }

    /// <summary>Whether routers may fragment IPv4 packets, because the path takes less than we would believe.</summary>
    public bool MayBeFragmented { get; set; }

    /// <summary>What the device does for packets that leave this way.</summary>
    public NetworkOffloads Offloads => Kind switch
    {
        // What never leaves the host needs no checksum; the receiver is told so.
        DestinationKind.Local => NetworkOffloads.TransmitChecksum,
        DestinationKind.Unreachable => NetworkOffloads.None,
        _ => Interface.Ethernet.Offloads,
    };

    public void Reset(IpAddress address, int generation)
    {
        Address = address;
        Generation = generation;
        Kind = DestinationKind.Unreachable;
        Interface = null!;
        NextHop = default;
        Neighbour = null;
        GroupStation = default;
        Source = default;
        Mtu = 0;
        MayBeFragmented = false;
    }
}
