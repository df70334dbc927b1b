using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// The errors that this host sends (RFC 1122 section 3.2.2, RFC 1812 section 4.3, RFC 4443 section 2.4): never about an
/// error, a group, a later fragment or a sender that is none, and not too many.
/// </summary>
internal sealed class IcmpErrors : IPortUnreachable
{
    private const int PerSecond = 200;
    private const int Burst = 60;

    /// <summary>Octets of a packet with an error: what every IPv4 host takes (RFC 1812 section 4.3.2.3).</summary>
    private const int MostOctetsV4 = 576;

    private readonly Ip _host;
    private readonly RateLimit _limit;
    private IpInterface? _currentInterface;
    private int _currentHeaderOffset;
    private bool _isCurrentToGroup;

    public IcmpErrors(Ip host)
    {
        _host = host;
        _limit = new(host.Clock, host.Random, PerSecond, Burst);
    }

    /// <summary>Notes which packet a protocol is about to look at.</summary>
    public void Current(in InboundPacket packet)
    {
        _currentInterface = packet.Interface;
        _currentHeaderOffset = packet.HeaderOffset;
        _isCurrentToGroup = packet.IsToGroup;
    }

    void IPortUnreachable.Report(in IpHeader header, in ReceivedFrame frame, int payloadOffset)
    {
        if (_currentInterface is { } @interface)
        {
            var packet = new InboundPacket(@interface, header, frame, _currentHeaderOffset, payloadOffset, _isCurrentToGroup);
            Unreachable(packet, IcmpUnreachable.Port, IcmpV6Unreachable.Port);
        }
    }

    public void ReportUnknownProtocol(in InboundPacket packet)
    {
        // The field lies in the header, or in the last of the extension headers; its place is known only in the first case.
        var at = packet.PayloadStart == IPv6Packet.HeaderOctets ? 6u : (uint)IPv6Packet.HeaderOctets;
        Send(packet, IcmpType.DestinationUnreachable, IcmpUnreachable.Protocol, IcmpV6Type.ParameterProblem, 1, at);
    }

    public void ReportChain(in InboundPacket packet, ChainProblem problem, int offset)
    {
        var mayBeToGroup = problem == ChainProblem.Option;
        if (problem != ChainProblem.None)
        {
            var code = problem switch
            {
                ChainProblem.Field => 0,
                ChainProblem.NextHeader => 1,
                _ => 2,
            };
            Send(packet, default, 0, IcmpV6Type.ParameterProblem, (byte)code, (uint)offset, mayBeToGroup);
        }
    }

    public void ReportHopLimit(in InboundPacket packet) =>
        Send(packet, IcmpType.TimeExceeded, 0, IcmpV6Type.TimeExceeded, 0);

    public void ReportNoRoute(in InboundPacket packet) =>
        Unreachable(packet, IcmpUnreachable.Network, IcmpV6Unreachable.NoRoute);

    public void ReportTooBig(in InboundPacket packet, int mtu) => Send(
        packet,
        IcmpType.DestinationUnreachable,
        IcmpUnreachable.FragmentationNeeded,
        IcmpV6Type.PacketTooBig,
        0,
        (uint)mtu,
        mayBeToGroup: true);

    public void ReportReassemblyTimeout(FragmentedPacket whole)
    {
        if (_host.Tables.OwnerOf(whole.Key.Destination) is { } @interface)
        {
            var header = new IpHeader(whole.Key.Source, whole.Key.Destination, default);
            var packet = new InboundPacket(@interface, header, new(whole.Octets), 0, whole.PayloadOffset, isToGroup: false);
            Send(packet, IcmpType.TimeExceeded, 1, IcmpV6Type.TimeExceeded, 1);
        }
    }

    /// <summary>The next hop of a packet does not answer: its sender is told, be it this host or another.</summary>
    public void ReportUnresolved(IpInterface @interface, in KeptPacket packet)
    {
        var octets = packet.Octets.AsSpan(0, packet.Length);
        if (!QuotedPacket.TryRead(octets, @interface, out var quoted))
        {
            return;
        }

        if (_host.Tables.OwnerOf(quoted.Header.Source) is not null)
        {
            if (!quoted.IsLaterFragment && quoted.Payload.Length >= QuotedPacket.LeastPayload)
            {
                var error = new IpError(IpErrorKind.Unreachable, quoted.Header, quoted.Payload);
                _host.Input.ReceiverOf(quoted.Header.Protocol)?.ReceiveError(error);
            }

            return;
        }

        if (_host.Nat?.IsTranslated(quoted) == true)
        {
            // Its sender knows nothing of the address inside, and shall not learn it.
            return;
        }

        var payloadOffset = octets.Length - quoted.Payload.Length;
        var inbound = new InboundPacket(@interface, quoted.Header, new(octets), 0, payloadOffset, isToGroup: false);
        Unreachable(inbound, IcmpUnreachable.Host, IcmpV6Unreachable.Address);
    }

    private void Unreachable(in InboundPacket packet, byte codeV4, byte codeV6) =>
        Send(packet, IcmpType.DestinationUnreachable, codeV4, IcmpV6Type.DestinationUnreachable, codeV6);

    private void Send(
        in InboundPacket about, IcmpType typeV4, byte codeV4, IcmpV6Type typeV6, byte codeV6, uint rest = 0, bool mayBeToGroup = false)
    {
        ref readonly var header = ref about.Header;
        var isV4 = header.Source.IsV4;
        if (Martians.IsImpossibleSource(header.Source)
            || Martians.IsUnspecified(header.Source)
            || about.Interface.IsBroadcast(header.Source)
            || (IsToGroup(about) && !(mayBeToGroup && !isV4))
            || IsLaterFragmentOrError(about))
        {
            return;
        }

        if (!_limit.TryTake())
        {
            _host.IcmpCounters.ErrorsLimited.Increment();
            return;
        }

        // A host answers from the address that was written to, a router from the one it would be reached by.
        var source = _host.Tables.OwnerOf(header.Destination) is not null ? header.Destination : IpAddress.None;
        var reply = new IpHeader(source, header.Source, isV4 ? IpProtocol.Icmp : IpProtocol.IcmpV6);
        var most = (isV4 ? MostOctetsV4 : IPv6Packet.MinMtu) - IpOutput.HeaderOctetsOf(header.Source) - IcmpHeader.Octets;
        var quoted = Math.Min(most, about.Frame.Length - about.HeaderOffset);
        var message = isV4
            ? new IcmpHeader((byte)typeV4, codeV4, rest)
            : new IcmpHeader((byte)typeV6, codeV6, rest);
        if (_host.Output.TryReserve(reply, IcmpHeader.Octets + quoted, out var payload))
        {
            message.Write(payload);
            about.Frame.CopyTo(about.HeaderOffset, payload.Slice(IcmpHeader.Octets, quoted));
            _host.SendIcmp(payload[..(IcmpHeader.Octets + quoted)]);
            _host.IcmpCounters.ErrorsSent.Increment();
        }
    }

    private static bool IsToGroup(in InboundPacket about) =>
        about.IsToGroup || about.Header.Destination.IsMulticast || about.Interface.IsBroadcast(about.Header.Destination);

    /// <summary>Whether a packet is a fragment without a transport header, or itself an error.</summary>
    private static bool IsLaterFragmentOrError(in InboundPacket about)
    {
        if (!QuotedPacket.TryRead(about.Frame.Head[about.HeaderOffset..], about.Interface, out var quoted) || quoted.IsLaterFragment)
        {
            return true;
        }

        if (quoted.Payload.IsEmpty)
        {
            return false;
        }

        // Of ICMP only what asks may be answered with an error; of ICMPv6 whatever is no error itself, or a redirect.
        return quoted.Header.Protocol switch
        {
            IpProtocol.Icmp => (IcmpType)quoted.Payload[0] is not (IcmpType.EchoRequest or IcmpType.EchoReply),
            IpProtocol.IcmpV6 => quoted.Payload[0] < (byte)IcmpV6Type.EchoRequest || quoted.Payload[0] == (byte)IcmpV6Type.Redirect,
            _ => false,
        };
    }
}
