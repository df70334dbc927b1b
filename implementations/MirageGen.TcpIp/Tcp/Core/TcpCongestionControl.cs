namespace MirageGen.TcpIp;

/// <summary>How a sender finds out what the path bears.</summary>
public enum TcpCongestionControl : byte
{
    /// <summary>CUBIC with HyStart++ (RFC 9438, RFC 9406).</summary>
    Cubic,

    /// <summary>Reno's additive increase (RFC 5681) with HyStart++.</summary>
    NewReno,
}
