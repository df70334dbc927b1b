namespace MirageGen.Unix.Tcp;

/// <summary>How an attempt to receive or send ended.</summary>
internal enum TransferStatus : byte
{
    /// <summary>Some octets were transferred.</summary>
    Done,

    /// <summary>Nothing now; the loop will say when to try again.</summary>
    WouldBlock,

    /// <summary>The peer has ended its direction in order.</summary>
    Ended,

    /// <summary>The connection is broken; the flow knows why.</summary>
    Failed,
}
