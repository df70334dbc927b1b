using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>ICMP (RFC 792): answers echo requests, and brings errors to the protocol they are about.</summary>
internal sealed class IcmpV4(Ip host)
{
    private IcmpCounters Counters => host.IcmpCounters;

    public void Receive(in InboundPacket packet)
    {
        Counters.Received.Increment();
        if (IcmpHeader.TryRead(packet.PayloadHead, out var message) != WireError.None)
        {
            Counters.Malformed.Increment();
        }
        else if (packet.Frame.Facts.Checksum == ReceiveChecksum.Unchecked
            && InternetChecksum.Finish(FrameChecksum.Add(0, packet.Frame, packet.PayloadOffset)) != 0)
        {
            Counters.BadChecksum.Increment();
        }
        else
        {
            Dispatch(packet, message);
        }
    }

    private void Dispatch(in InboundPacket packet, in IcmpHeader message)
    {
        switch ((IcmpType)message.Type)
        {
            case IcmpType.EchoRequest:
                Answer(packet, message);
                break;
            case IcmpType.EchoReply:
                break;
            case IcmpType.DestinationUnreachable:
                ReportUnreachable(packet, message);
                break;
            case IcmpType.TimeExceeded:
                host.ReceivedErrors.Report(packet, IpErrorKind.TimeExceeded);
                break;
            case IcmpType.ParameterProblem:
                host.ReceivedErrors.Report(packet, IpErrorKind.ParameterProblem);
                break;
            case IcmpType.Redirect:
                // Whoever can send one can lead our packets where he likes; routes are configured (RFC 1812 section 5.2.7.2
                // lets routers do so, RFC 1122 section 3.2.2.2 would have hosts obey).
                Counters.Redirects.Increment();
                break;
            default:
                Counters.Unknown.Increment();
                break;
        }
    }

    private void Answer(in InboundPacket packet, in IcmpHeader message)
    {
        if (packet.IsToGroup || packet.Header.Destination.IsMulticast || packet.Interface.IsBroadcast(packet.Header.Destination))
        {
            // One request would have everyone answer to whoever is named as its sender (RFC 1122 section 3.2.2.6).
            Counters.EchoesIgnored.Increment();
            return;
        }

        host.Echo(packet, packet.Header.Destination, message with { Type = (byte)IcmpType.EchoReply });
    }

    private void ReportUnreachable(in InboundPacket packet, in IcmpHeader message)
    {
        if (message.Code == IcmpUnreachable.FragmentationNeeded)
        {
            host.ReceivedErrors.ReportTooBig(packet, (int)(message.Rest & ushort.MaxValue));
            return;
        }

        host.ReceivedErrors.Report(packet, message.Code switch
        {
            IcmpUnreachable.Port => IpErrorKind.PortUnreachable,
            IcmpUnreachable.Protocol => IpErrorKind.ProtocolUnreachable,
            IcmpUnreachable.NetworkProhibited or IcmpUnreachable.HostProhibited or IcmpUnreachable.Prohibited =>
                IpErrorKind.Prohibited,
            _ => IpErrorKind.Unreachable,
        });
    }
}
