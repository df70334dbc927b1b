using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <content>
/// ICMP errors (RFC 5508 section 4): translated by what they quote, which is translated too. What quotes nothing that is
/// mapped goes nowhere.
/// </content>
internal sealed partial class Nat
{
    private static bool IsError(in InboundPacket packet) =>
        packet.Header.Protocol == IpProtocol.Icmp
        && packet.PayloadHead.Length > 0
        && (IcmpType)packet.PayloadHead[0] is IcmpType.DestinationUnreachable or IcmpType.TimeExceeded or IcmpType.ParameterProblem;

    /// <summary>Reads what an error quotes, if its checksum is right: it is made anew, and must not become right thereby.</summary>
    private static bool TryReadQuote(in InboundPacket packet, out QuotedPacket quoted)
    {
        quoted = default;
        return packet.PayloadHead.Length >= IcmpHeader.Octets
            && (packet.Frame.Facts.Checksum != ReceiveChecksum.Unchecked
                || InternetChecksum.Finish(FrameChecksum.Add(0, packet.Frame, packet.PayloadOffset)) == 0)
            && QuotedPacket.TryRead(packet.PayloadHead[IcmpHeader.Octets..], packet.Interface, out quoted)
            && quoted.Header.Destination.IsV4
            && !quoted.IsLaterFragment
            && quoted.Payload.Length >= QuotedPacket.LeastPayload;
    }

    /// <summary>An error from inside, about a packet that came in: it leaves as from this host, about a packet for it.</summary>
    private bool TryTranslateErrorOut(in InboundPacket packet, out NatRewrite rewrite)
    {
        rewrite = default;
        if (Address == IPv4Address.Any
            || !TryReadQuote(packet, out var quoted)
            || !TryReadPorts(quoted.Header.Protocol, quoted.Payload, out _, out var port)
            || _table.FindInside(quoted.Header.Protocol, new(quoted.Header.Destination.V4, port)) is not { } mapping)
        {
            Counters.Untranslatable.Increment();
            return false;
        }

        Counters.Errors.Increment();
        rewrite = new(new(Address, mapping.OutsidePort), null, IsError: true);
        return true;
    }

    /// <summary>An error about a packet that went out: whoever sent it hears of it.</summary>
    /// <returns>False when it is about a packet of this host itself.</returns>
    private bool TryTranslateErrorIn(in InboundPacket packet, out NatRewrite? rewrite)
    {
        rewrite = null;
        if (packet.Interface != _outside
            || !TryReadQuote(packet, out var quoted)
            || quoted.Header.Source != Address
            || !TryReadPorts(quoted.Header.Protocol, quoted.Payload, out var port, out _)
            || !NatTable.IsOurs(port))
        {
            return false;
        }

        if (_table.FindOutside(quoted.Header.Protocol, port) is not { } mapping)
        {
            Counters.Unmapped.Increment();
            return true;
        }

        Counters.Errors.Increment();
        rewrite = new(null, mapping.Inside, IsError: true);
        return true;
    }
}
