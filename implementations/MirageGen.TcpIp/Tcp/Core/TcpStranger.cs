using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tcp;

/// <summary>Segments that belong to no connection: what to do with them in LISTEN and in CLOSED (RFC 9293 sections 3.10.7.1 and 3.10.7.2).</summary>
internal static class TcpStranger
{
    /// <summary>Whether a segment that arrives at a listener begins a connection; when not, it may want a reset.</summary>
    public static bool BeginsConnection(in TcpHeader header) =>
        header.Has(TcpFlags.Syn) && (header.Flags & (TcpFlags.Ack | TcpFlags.Rst | TcpFlags.Fin)) == 0;

    /// <summary>The reset that answers a segment for which there is no connection; none answers a reset.</summary>
    /// <param name="header">The segment's header.</param>
    /// <param name="payloadOctets">Octets of its payload.</param>
    /// <param name="reset">The answer's header, ports included.</param>
    public static bool TryReset(in TcpHeader header, int payloadOctets, out TcpHeader reset)
    {
        reset = new TcpHeader { SourcePort = header.DestinationPort, DestinationPort = header.SourcePort };
        if (header.Has(TcpFlags.Rst))
        {
            return false;
        }

        if (header.Has(TcpFlags.Ack))
        {
            reset.Sequence = header.Acknowledgment;
            reset.Flags = TcpFlags.Rst;
            return true;
        }

        var controls = (header.Has(TcpFlags.Syn) ? 1 : 0) + (header.Has(TcpFlags.Fin) ? 1 : 0);
        reset.Acknowledgment = header.Sequence + payloadOctets + controls;
        reset.Flags = TcpFlags.Rst | TcpFlags.Ack;
        return true;
    }
}
