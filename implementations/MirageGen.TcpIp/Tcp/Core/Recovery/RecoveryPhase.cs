namespace MirageGen.TcpIp.Tcp;

/// <summary>What a sender is about.</summary>
internal enum RecoveryPhase : byte
{
    /// <summary>Nothing is known to be lost.</summary>
    Open,

    /// <summary>Acknowledgments have shown a loss; it is repaired at a reduced rate.</summary>
    Recovery,

    /// <summary>The retransmission timer has fired: slow start from a single segment.</summary>
    Loss,
}
