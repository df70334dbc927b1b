namespace MirageGen.TcpIp.Tcp;

/// <summary>What one acknowledgment says has been delivered, in the making.</summary>
internal struct DeliveredOctets()
{
    /// <summary>Octets that were neither acknowledged nor SACKed before.</summary>
    public long Octets;

    /// <summary>Octets newly acknowledged in order.</summary>
    public long InOrder;

    /// <summary>When the first of the segments that were sent once had been sent.</summary>
    public TimeSpan FirstSentAt = TimeSpan.MaxValue;

    /// <summary>When the last of them had been sent.</summary>
    public TimeSpan LastSentAt = TimeSpan.MinValue;

    /// <summary>Whether the peer reports octets that it got twice (RFC 2883).</summary>
    public bool HasDuplicate;

    /// <summary>Whether round-trip times can be taken: some segment was sent only once (Karn's algorithm).</summary>
    public readonly bool HasTimes => LastSentAt != TimeSpan.MinValue;

    /// <summary>Counts a segment.</summary>
    public void Add(in SentSegment segment)
    {
        Octets += segment.Length;
        if (segment.Transmissions == 1)
        {
            FirstSentAt = segment.SentAt < FirstSentAt ? segment.SentAt : FirstSentAt;
            LastSentAt = segment.SentAt > LastSentAt ? segment.SentAt : LastSentAt;
        }
    }
}
