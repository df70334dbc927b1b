namespace MirageGen.TcpIp;

/// <summary>What is known of a neighbour's reachability (RFC 4861 section 7.3.2).</summary>
internal enum NeighbourState : byte
{
    /// <summary>It has left the table; whoever holds it asks for it anew.</summary>
    Gone,

    /// <summary>Its station is being asked for.</summary>
    Incomplete,

    /// <summary>It was there a moment ago.</summary>
    Reachable,

    /// <summary>It was there once; the next packet is sent, and then it is checked.</summary>
    Stale,

    /// <summary>A packet was sent; something may confirm it before it is asked.</summary>
    Delay,

    /// <summary>It is being asked whether it is still there.</summary>
    Probe,
}
