using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// ICMPv6 (RFC 4443): answers echo requests, brings errors to the protocol they are about, and neighbours' messages to
/// their interface.
/// </summary>
internal sealed class IcmpV6(Ip host)
{
    private IcmpCounters Counters => host.IcmpCounters;

    public void Receive(in InboundPacket packet)
    {
        Counters.Received.Increment();
        if (IcmpHeader.TryRead(packet.PayloadHead, out var message) != WireError.None)
        {
            Counters.Malformed.Increment();
        }
        else if (!FrameChecksum.IsRight(packet.Header, packet.Frame, packet.PayloadOffset))
        {
            Counters.BadChecksum.Increment();
        }
        else if (message.Type is >= (byte)IcmpV6Type.ListenerQuery and <= (byte)IcmpV6Type.NeighbourAdvertisement)
        {
            packet.Interface.Discovery.Receive(packet, (IcmpV6Type)message.Type);
        }
        else
        {
            Dispatch(packet, message);
        }
    }

    private void Dispatch(in InboundPacket packet, in IcmpHeader message)
    {
        switch ((IcmpV6Type)message.Type)
        {
            case IcmpV6Type.EchoRequest:
                // A request to a group is answered from an address of our own (RFC 4443 section 4.2).
                var source = packet.Header.Destination.IsMulticast
                    ? packet.Interface.SourceFor(packet.Header.Source)
                    : packet.Header.Destination;
                host.Echo(packet, source, message with { Type = (byte)IcmpV6Type.EchoReply });
                break;
            case IcmpV6Type.EchoReply or IcmpV6Type.ListenerReportV2:
                break;
            case IcmpV6Type.PacketTooBig:
                host.ReceivedErrors.ReportTooBig(packet, (int)Math.Min(message.Rest, int.MaxValue));
                break;
            case IcmpV6Type.DestinationUnreachable:
                host.ReceivedErrors.Report(packet, message.Code switch
                {
                    IcmpV6Unreachable.Port => IpErrorKind.PortUnreachable,
                    IcmpV6Unreachable.Prohibited or IcmpV6Unreachable.SourcePolicy or IcmpV6Unreachable.RejectRoute =>
                        IpErrorKind.Prohibited,
                    _ => IpErrorKind.Unreachable,
                });
                break;
            case IcmpV6Type.TimeExceeded:
                host.ReceivedErrors.Report(packet, IpErrorKind.TimeExceeded);
                break;
            case IcmpV6Type.ParameterProblem:
                // Code 1 is what a host without the protocol answers (RFC 4443 section 3.4).
                host.ReceivedErrors.Report(packet, message.Code == 1 ? IpErrorKind.ProtocolUnreachable : IpErrorKind.ParameterProblem);
                break;
            case IcmpV6Type.Redirect:
                // As with IPv4: routes are configured or advertised, not taken from whoever offers one.
                Counters.Redirects.Increment();
                break;
            default:
                Counters.Unknown.Increment();
                break;
        }
    }
}
