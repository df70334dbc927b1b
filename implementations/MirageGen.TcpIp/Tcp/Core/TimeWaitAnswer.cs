namespace MirageGen.TcpIp.Tcp;

/// <summary>What a segment calls for that comes to a connection in TIME-WAIT.</summary>
internal enum TimeWaitAnswer
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An acknowledgment: what has come was here before, the peer has not heard of it.</summary>
    Acknowledgment,

    /// <summary>An acknowledgment as a question (RFC 5961).</summary>
    Challenge,

    /// <summary>The peer knows of no connection any more: the wait is over.</summary>
    End,
}
