namespace MirageGen.TcpIp.Wire;

/// <summary>The control bits of a segment (RFC 9293 section 3.1), as they lie in the fourteenth octet of its header.</summary>
[Flags]
internal enum TcpFlags : byte
{
    None = 0,

    /// <summary>The sender has no more to send.</summary>
    Fin = 0x01,

    /// <summary>Sequence numbers begin here.</summary>
    Syn = 0x02,

    /// <summary>The connection is no more.</summary>
    Rst = 0x04,

    /// <summary>Hand what is here to the application.</summary>
    Psh = 0x08,

    /// <summary>The acknowledgment field counts.</summary>
    Ack = 0x10,

    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x20,

    /// <summary>A congestion mark arrived (RFC 3168 section 6.1).</summary>
    Ece = 0x40,

    /// <summary>The congestion window was reduced for it (RFC 3168 section 6.1).</summary>
    Cwr = 0x80,
}
