/// <summary>What one end has counted on one stream.</summary>
public sealed record IperfStreamResults
{
    /// <summary>1, 3, 4, 5 and so on, in the order of connecting: iperf3 has no 2.</summary>
    public int Id { get; set; }

    /// <summary>Octets, in as many digits as iperf3 writes.</summary>
    public double Bytes { get; set; }

    /// <summary>-1 for not counted.</summary>
    public double Retransmits { get; set; } = -1;

    /// <summary>Of datagrams: seconds that the time under way varies by, smoothed.</summary>
    public double Jitter { get; set; }

    /// <summary>Datagrams lost, and how many there were, each with those of the time that does not count.</summary>
    public double Errors { get; set; }

    public double Packets { get; set; }

    public double OmittedErrors { get; set; }

    public double OmittedPackets { get; set; }

    public double StartTime { get; set; }

    /// <summary>Seconds that it took.</summary>
    public double EndTime { get; set; }
}
