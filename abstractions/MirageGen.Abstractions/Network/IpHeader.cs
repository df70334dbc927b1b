namespace MirageGen;

/// <summary>What both versions of IP say in front of a payload.</summary>
/// <param name="Source">The sender; none leaves the choice to the stack.</param>
/// <param name="Destination">The receiver.</param>
/// <param name="Protocol">What the payload is.</param>
/// <param name="HopLimit">How many routers it may pass; zero for the stack's default.</param>
/// <param name="TrafficClass">DSCP and ECN (RFC 2474, RFC 3168).</param>
public readonly record struct IpHeader(
    IpAddress Source,
    IpAddress Destination,
    IpProtocol Protocol,
    byte HopLimit = 0,
    byte TrafficClass = 0);
