namespace MirageGen.TcpIp.Tcp;

/// <summary>Whether congestion marks are negotiated (RFC 3168).</summary>
internal enum TcpEcn : byte
{
    /// <summary>Never.</summary>
    Off,

    /// <summary>When the peer asks for it.</summary>
    OnRequest,

    /// <summary>We ask for it too.</summary>
    Always,
}
