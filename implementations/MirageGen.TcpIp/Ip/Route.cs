namespace MirageGen.TcpIp;

/// <summary>Where packets to some destinations go.</summary>
/// <param name="Destination">The destinations.</param>
/// <param name="Interface">The interface they leave by.</param>
/// <param name="Gateway">The router they go to; none when the destinations are neighbours.</param>
/// <param name="Metric">Of routes with prefixes of one length, the lowest is taken.</param>
public sealed record Route(IpPrefix Destination, IpInterface Interface, IpAddress Gateway = default, int Metric = 0)
{
    /// <summary>Whether the gateway has stopped answering: another route of the same length is taken if there is one.</summary>
    internal bool IsDoubtful { get; set; }
}
