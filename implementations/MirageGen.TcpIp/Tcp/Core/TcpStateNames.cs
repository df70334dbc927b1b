namespace MirageGen.TcpIp.Tcp;

/// <summary>The states' names as RFC 9293 section 3.3.2 writes them.</summary>
internal static class TcpStateNames
{
    public static string Name(this TcpState state) => state switch
    {
        TcpState.Closed => "CLOSED",
        TcpState.SynSent => "SYN-SENT",
        TcpState.SynReceived => "SYN-RECEIVED",
        TcpState.Established => "ESTABLISHED",
        TcpState.FinWait1 => "FIN-WAIT-1",
        TcpState.FinWait2 => "FIN-WAIT-2",
        TcpState.CloseWait => "CLOSE-WAIT",
        TcpState.Closing => "CLOSING",
        TcpState.LastAck => "LAST-ACK",
        TcpState.TimeWait => "TIME-WAIT",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "not a state"),
    };
}
