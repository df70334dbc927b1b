namespace MirageGen.TcpIp;

/// <summary>One station on the link and the address it has.</summary>
internal sealed class Neighbour(IpAddress address)
{
    /// <summary>Its address, without a zone.</summary>
    public IpAddress Address { get; } = address;

    /// <summary>Its station; meaningless while incomplete.</summary>
    public MacAddress Station { get; set; }

    public NeighbourState State { get; set; } = NeighbourState.Incomplete;

    /// <summary>When the state ends, in the table's time.</summary>
    public TimeSpan Deadline { get; set; }

    /// <summary>Solicitations sent without an answer.</summary>
    public int Solicitations { get; set; }

    /// <summary>Whether it has said that it is a router.</summary>
    public bool IsRouter { get; set; }

    /// <summary>When it was last asked for: the order in which neighbours are given up.</summary>
    public long LastUse { get; set; }

    /// <summary>Packets that wait for its station, oldest first.</summary>
    public Queue<KeptPacket> Waiting { get; } = new();

    /// <summary>Whether packets can be sent to its station.</summary>
    public bool IsUsable => State > NeighbourState.Incomplete;
}
