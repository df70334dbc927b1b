using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Translates addresses and ports on one interface (NAPT, RFC 2663 section 4.1.2): hosts behind the other interfaces reach
/// the outside by this one's IPv4 address. An inside endpoint has one port outside, whomever it talks to (RFC 4787), and
/// by it is reached by anyone.
/// </summary>
internal sealed partial class Nat : IDisposable
{
    private const int TcpMinOctets = 20;
    private const int TcpFlagsOffset = 13;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(10);

    private readonly Ip _host;
    private readonly IpInterface _outside;
    private readonly NatTable _table;
    private readonly Alarm _alarm;
    private IPv4Address _address;
    private int _generation = -1;

    public Nat(IpInterface outside)
    {
        _outside = outside;
        _host = outside.Host;
        _table = new(_host.Random);
        Counters = new(_host.Statistics.Add("nat"));
        _alarm = new(_host.Clock, Sweep);
    }

    public NatCounters Counters { get; }

    /// <summary>Mappings there are.</summary>
    public int Count => _table.Count;

    private IPv4Address Address
    {
        get
        {
            if (_generation != _host.Tables.Generation)
            {
                _generation = _host.Tables.Generation;
                var address = AddressNow();
                if (address != _address)
                {
                    // What was mapped to another address cannot go on from this one.
                    _table.Clear();
                    _address = address;
                }
            }

            return _address;
        }
    }

    public void Dispose() => _alarm.Dispose();

    /// <summary>What a port outside stands for; null for nothing.</summary>
    public NatMapping? Find(IpProtocol protocol, int port) => _table.FindOutside(protocol, port);

    /// <summary>What is to become of a packet that is for others.</summary>
    /// <param name="packet">An IPv4 packet in one piece.</param>
    /// <param name="egress">The interface that it is to leave by.</param>
    /// <param name="rewrite">What to change in it.</param>
    /// <returns>False when it is not to be passed on.</returns>
    public bool TryTranslateOutbound(in InboundPacket packet, IpInterface egress, out NatRewrite rewrite)
    {
        rewrite = default;
        if (packet.Interface == _outside)
        {
            // Whoever is outside knows nobody inside by his own address.
            Counters.Unmapped.Increment();
            return false;
        }

        if (egress != _outside)
        {
            return true;
        }

        if (IsError(packet))
        {
            return TryTranslateErrorOut(packet, out rewrite);
        }

        if (Address == IPv4Address.Any || !TryReadFlow(packet, isOutbound: true, out var source, out var remote, out var flags))
        {
            Counters.Untranslatable.Increment();
            return false;
        }

        if (FindOrAdd(packet.Header.Protocol, source) is not { } mapping)
        {
            Counters.Full.Increment();
            return false;
        }

        mapping.Use(isOutbound: true, remote, flags, _alarm.Now);
        Counters.Outbound.Increment();
        rewrite = new(new(Address, mapping.OutsidePort), null);
        return true;
    }

    /// <summary>Whether a packet for this host is meant for somebody inside.</summary>
    /// <param name="packet">An IPv4 packet in one piece.</param>
    /// <param name="rewrite">What to change in it when it is; null when it is to be dropped.</param>
    /// <returns>False when it is for this host itself.</returns>
    public bool TryTranslateInbound(in InboundPacket packet, out NatRewrite? rewrite)
    {
        rewrite = null;
        if (packet.IsToGroup || packet.Header.Destination.V4 != Address || Address == IPv4Address.Any)
        {
            return false;
        }

        if (IsError(packet))
        {
            return TryTranslateErrorIn(packet, out rewrite);
        }

        if (!TryReadFlow(packet, isOutbound: false, out var remote, out var local, out var flags) || !NatTable.IsOurs(local.Port))
        {
            return false;
        }

        if (_table.FindOutside(packet.Header.Protocol, local.Port) is not { } mapping)
        {
            // In silence (RFC 5382 section 4.3): an answer would end what others open at the same time.
            Counters.Unmapped.Increment();
            return true;
        }

        if (packet.Interface != _outside)
        {
            rewrite = Hairpin(packet, mapping, remote, local, flags);
            return true;
        }

        mapping.Use(isOutbound: false, remote, flags, _alarm.Now);
        Counters.Inbound.Increment();
        rewrite = new(null, mapping.Inside);
        return true;
    }

    /// <summary>Whether a packet that could not be delivered is one that was translated on its way in.</summary>
    public bool IsTranslated(in QuotedPacket packet) =>
        packet.Header.Destination.IsV4
        && TryReadPorts(packet.Header.Protocol, packet.Payload, out _, out var port)
        && _table.FindInside(packet.Header.Protocol, new(packet.Header.Destination.V4, port)) is not null;

    private static bool TryReadPorts(IpProtocol protocol, ReadOnlySpan<byte> payload, out ushort source, out ushort destination)
    {
        source = destination = 0;
        if (UdpHeader.TryReadQuoted(payload, out var ports) != WireError.None)
        {
            return false;
        }

        // An echo has its identifier where the others have a length.
        (source, destination) = protocol == IpProtocol.Icmp ? (ports.Length, ports.Length) : (ports.SourcePort, ports.DestinationPort);
        return protocol is IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp;
    }

    /// <summary>Reads between whom a packet travels, when it is one that can be translated.</summary>
    private static bool TryReadFlow(in InboundPacket packet, bool isOutbound, out NatEndpoint source, out NatEndpoint destination, out byte flags)
    {
        ref readonly var header = ref packet.Header;
        var payload = packet.PayloadHead;
        source = destination = default;
        flags = 0;
        if (!TryReadPorts(header.Protocol, payload, out var sourcePort, out var destinationPort))
        {
            return false;
        }

        source = new(header.Source.V4, sourcePort);
        destination = new(header.Destination.V4, destinationPort);
        if (header.Protocol == IpProtocol.Tcp)
        {
            flags = payload.Length >= TcpMinOctets ? payload[TcpFlagsOffset] : default;
            return payload.Length >= TcpMinOctets && sourcePort != 0 && destinationPort != 0;
        }

        return header.Protocol == IpProtocol.Udp
            ? sourcePort != 0 && destinationPort != 0
            : payload[0] == (byte)(isOutbound ? IcmpType.EchoRequest : IcmpType.EchoReply);
    }

    private NatMapping? FindOrAdd(IpProtocol protocol, NatEndpoint inside)
    {
        if (_table.FindInside(protocol, inside) is { } known)
        {
            return known;
        }

        var added = _table.Add(protocol, inside, _alarm.Now);
        if (added is not null)
        {
            Counters.Mappings.Increment();
            _alarm.Set(_alarm.Now + SweepInterval);
        }

        return added;
    }

    /// <summary>Two hosts inside talk by the outside address: each sees the other's outside endpoint (RFC 4787 section 6).</summary>
    private NatRewrite? Hairpin(in InboundPacket packet, NatMapping to, NatEndpoint source, NatEndpoint outside, byte flags)
    {
        if (FindOrAdd(packet.Header.Protocol, source) is not { } from)
        {
            Counters.Full.Increment();
            return null;
        }

        var now = _alarm.Now;
        from.Use(isOutbound: true, outside, flags, now);
        to.Use(isOutbound: false, new(Address, from.OutsidePort), flags, now);
        Counters.Hairpins.Increment();
        return new(new(Address, from.OutsidePort), to.Inside);
    }

    private void Sweep()
    {
        Counters.Expired.Add(_table.Sweep(_alarm.Now));
        if (_table.Count > 0)
        {
            _alarm.Set(_alarm.Now + SweepInterval);
        }
    }

    private IPv4Address AddressNow()
    {
        foreach (var own in _outside.LocalAddresses)
        {
            if (own.IsUsable && own.Address.IsV4)
            {
                return own.Address.V4;
            }
        }

        return IPv4Address.Any;
    }
}
