namespace MirageGen.TcpIp.Tcp;

/// <summary>What ICMP says of a segment of ours (RFC 5927 section 4, RFC 5461).</summary>
internal enum TcpPathError : byte
{
    /// <summary>
    /// No way to the host for the moment (ICMPv4 destination unreachable codes 0, 1, 5; ICMPv6 codes 0, 3; time exceeded): a soft
    /// error, which ends nothing (MUST-54, MUST-56).
    /// </summary>
    Unreachable,

    /// <summary>
    /// Nobody there (protocol or port unreachable, administratively prohibited): ends a connection that is not established, and
    /// counts as soft after (RFC 5927 section 5.2).
    /// </summary>
    Refused,
}
