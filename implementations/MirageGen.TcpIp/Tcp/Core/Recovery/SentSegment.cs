namespace MirageGen.TcpIp.Tcp;

/// <summary>A run of our stream that was sent as a segment and is not yet acknowledged in order.</summary>
internal struct SentSegment
{
    /// <summary>Its first octet's offset.</summary>
    public long Start;

    /// <summary>When it was last sent.</summary>
    public TimeSpan SentAt;

    /// <summary>How many octets; the FIN counts as one.</summary>
    public int Length;

    /// <summary>Its neighbours in the list it is in: slots of the scoreboard.</summary>
    public int Previous;

    /// <inheritdoc cref="Previous"/>
    public int Next;

    /// <summary>When it is SACKed: the slot of some segment behind it, before which all are SACKed.</summary>
    public int Skip;

    /// <summary>How often it was sent; does not count past 255.</summary>
    public byte Transmissions;

    /// <summary>Where it is believed to be.</summary>
    public SentSegmentState State;

    /// <summary>The offset behind its last octet.</summary>
    public readonly long End => Start + Length;
}
