namespace MirageGen.TcpIp.Tcp;

/// <summary>The states of a connection (RFC 9293 section 3.3.2). LISTEN is the device's: it has no connection yet.</summary>
internal enum TcpState : byte
{
    /// <summary>Not begun, or over. A reset may still be planned.</summary>
    Closed,

    /// <summary>Our SYN is on its way.</summary>
    SynSent,

    /// <summary>A SYN has come and ours is on its way.</summary>
    SynReceived,

    /// <summary>Data flow both ways.</summary>
    Established,

    /// <summary>We have finished; the peer has not acknowledged it.</summary>
    FinWait1,

    /// <summary>We have finished, and the peer knows; it may go on.</summary>
    FinWait2,

    /// <summary>The peer has finished; we may go on.</summary>
    CloseWait,

    /// <summary>Both have finished at once; the peer has not acknowledged ours.</summary>
    Closing,

    /// <summary>The peer has finished first; it has not acknowledged ours.</summary>
    LastAck,

    /// <summary>Over, but kept for what may still be on its way (RFC 9293 section 3.6.1).</summary>
    TimeWait,
}
