namespace MirageGen.TcpIp.Tcp;

/// <summary>Where a sent segment is believed to be.</summary>
internal enum SentSegmentState : byte
{
    /// <summary>On its way.</summary>
    InFlight,

    /// <summary>Lost, and waiting to be sent again.</summary>
    Lost,

    /// <summary>With the peer, beyond a hole (RFC 2018).</summary>
    Sacked,
}
