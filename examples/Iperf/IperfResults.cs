/// <summary>What each end has counted, as JSON. (iperf3 writes its -1 as 18446744073709551615, which only a double holds.)</summary>
public sealed record IperfResults
{
    public double CpuUtilTotal { get; set; }

    public double CpuUtilUser { get; set; }

    public double CpuUtilSystem { get; set; }

    /// <summary>Whether the sender counts its retransmissions: 1 yes, 0 no, -1 this end did not send.</summary>
    public double SenderHasRetransmits { get; set; }

    public IReadOnlyList<IperfStreamResults> Streams { get; set; } = [];
}
