namespace MirageGen.TcpIp.Tcp;

/// <summary>What happened to a connection since it was last asked.</summary>
[Flags]
internal enum TcpEvents : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The handshake is done.</summary>
    Established = 0x01,

    /// <summary>More octets can be read in order (<see cref="TcpConnection.Readable"/>).</summary>
    Data = 0x02,

    /// <summary>The peer has acknowledged octets (<see cref="TcpConnection.Acknowledged"/>): the send buffer has room again.</summary>
    Acknowledged = 0x04,

    /// <summary>The peer's last octet is known and all before it are readable (<see cref="TcpConnection.PeerFinishedAt"/>).</summary>
    PeerFinished = 0x08,

    /// <summary>The peer answered our SYN with a reset.</summary>
    Refused = 0x10,

    /// <summary>The peer reset the connection.</summary>
    Reset = 0x20,

    /// <summary>The peer did not answer in time (user timeout, handshake or keep-alive).</summary>
    TimedOut = 0x40,

    /// <summary>The network says that the peer cannot be reached, during the handshake.</summary>
    Unreachable = 0x80,

    /// <summary>
    /// Retransmission has timed out three times in a row (R1 of RFC 9293 section 3.8.3): the next hop may have gone.
    /// </summary>
    Troubled = 0x100,

    /// <summary>The state is CLOSED and nothing is left to send: the connection can be forgotten. The last event.</summary>
    Closed = 0x200,
}
