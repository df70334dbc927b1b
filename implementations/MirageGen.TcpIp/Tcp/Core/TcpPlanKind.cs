namespace MirageGen.TcpIp.Tcp;

/// <summary>Why a segment is sent.</summary>
internal enum TcpPlanKind : byte
{
    /// <summary>To acknowledge, or to answer a segment that cannot be taken.</summary>
    Acknowledgment,

    /// <summary>The SYN, or SYN and ACK.</summary>
    Handshake,

    /// <summary>New octets, the FIN, or both.</summary>
    Data,

    /// <summary>Octets that were lost.</summary>
    Retransmission,

    /// <summary>The end of what was sent once more, or new octets, to find out whether it was lost (RFC 8985 section 7).</summary>
    TailProbe,

    /// <summary>To find out whether a closed window has opened (RFC 9293 section 3.8.6.1).</summary>
    WindowProbe,

    /// <summary>To find out whether the peer is still there (RFC 9293 section 3.8.4).</summary>
    KeepAlive,

    /// <summary>The reset that ends this connection.</summary>
    Reset,

    /// <summary>A reset that answers a segment of another connection between the same ends; this one goes on.</summary>
    StrayReset,
}
