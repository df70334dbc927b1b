using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Errors from the path (RFC 792, RFC 4443): what they quote is read as far as it goes, and the protocol that it is of
/// hears of it, once the path MTU has been learnt. Whether they are true, only that protocol can judge (RFC 5927).
/// </summary>
internal sealed class ReceivedErrors(Ip host, DestinationCache destinations, PathMtuCache pathMtus)
{
    /// <summary>Brings an error to its protocol.</summary>
    public void Report(in InboundPacket packet, IpErrorKind kind)
    {
        if (TryReadQuote(packet, out var quoted))
        {
            Report(quoted, kind);
        }
    }

    /// <summary>A packet was larger than its path takes.</summary>
    /// <param name="packet">The message.</param>
    /// <param name="mtu">What the path takes; zero when the router does not say.</param>
    public void ReportTooBig(in InboundPacket packet, int mtu)
    {
        if (!TryReadQuote(packet, out var quoted))
        {
            return;
        }

        // Only a destination that something was sent to can have a path.
        var destination = quoted.Header.Destination;
        if (!destinations.Knows(destination)
            || !pathMtus.TryReduce(destination, destinations.Find(destination, IpAddress.None).Mtu, mtu, quoted.TotalOctets))
        {
            host.IcmpCounters.ErrorsImplausible.Increment();
            return;
        }

        host.IcmpCounters.PathMtuReduced.Increment();
        Report(quoted, IpErrorKind.TooBig);
    }

    private bool TryReadQuote(in InboundPacket packet, out QuotedPacket quoted)
    {
        var quote = packet.PayloadHead[Math.Min(IcmpHeader.Octets, packet.PayloadHead.Length)..];
        if (!QuotedPacket.TryRead(quote, packet.Interface, out quoted)
            || quoted.Header.Source.IsV4 != packet.Header.Source.IsV4
            || quoted.IsLaterFragment
            || quoted.Payload.Length < QuotedPacket.LeastPayload
            || host.Tables.OwnerOf(quoted.Header.Source) is null)
        {
            host.IcmpCounters.ErrorsImplausible.Increment();
            return false;
        }

        return true;
    }

    private void Report(in QuotedPacket quoted, IpErrorKind kind)
    {
        if (host.Input.ReceiverOf(quoted.Header.Protocol) is { } receiver)
        {
            host.IcmpCounters.ErrorsReceived.Increment();
            receiver.ReceiveError(new(kind, quoted.Header, quoted.Payload));
        }
    }
}
