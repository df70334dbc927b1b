using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// The IPv4 groups of one interface, reported by IGMP (RFC 3376), and by its older versions where a querier knows no
/// better (section 7.2).
/// </summary>
internal sealed class Igmp(IpInterface @interface) : GroupReports(@interface)
{
    /// <summary>Internetwork control, as section 4 asks for.</summary>
    private const byte TrafficClass = 0xC0;

    private static readonly IPv4Address AllHosts = new(0xE000_0001);
    private static readonly IPv4Address AllRouters = new(0xE000_0002);
    private static readonly IPv4Address AllReportRouters = new(0xE000_0016);

    private TimeSpan _v1Until;
    private TimeSpan _v2Until;

    protected override bool IsQuerierOlder => Now < _v1Until || Now < _v2Until;

    /// <inheritdoc/>
    public override bool IsMember(IpAddress group) => group.V4 == AllHosts || base.IsMember(group);

    /// <summary>Takes a message: a query, or what another host has reported.</summary>
    public void Receive(in InboundPacket packet)
    {
        var counters = Interface.Host.Counters;
        if (packet.Frame.Facts.Checksum == ReceiveChecksum.Unchecked
            && InternetChecksum.Finish(FrameChecksum.Add(0, packet.Frame, packet.PayloadOffset)) != 0)
        {
            counters.BadChecksum.Increment();
            return;
        }

        var head = packet.PayloadHead;
        if (IgmpMessage.TryRead(head, packet.PayloadOctets, out var message) != WireError.None || !IsFromLink(packet, message))
        {
            counters.BadGroupMessage.Increment();
            return;
        }

        switch (message.Type)
        {
            case IgmpType.Query:
                ReceiveQuery(message);
                break;
            case IgmpType.ReportV1 or IgmpType.ReportV2:
                Heard(message.Group);
                break;
            default:
                // Who leaves, and what a newer report says, is for routers.
                break;
        }
    }

    protected override bool IsUnreported(IpAddress group) => group.V4 == AllHosts;

    protected override void Send(List<GroupRecord> records)
    {
        var octets = IgmpMessage.ReportOctets(records.Count);
        if (!TryReserve(AllReportRouters, octets, out var packet))
        {
            return;
        }

        var report = packet[IPv4Packet.RouterAlertHeaderOctets..];
        IgmpMessage.WriteReport(report, records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            IgmpMessage.WriteRecord(report, i, records[i].Type, records[i].Group.V4);
        }

        Finish(packet);
    }

    protected override void SendOlder(IpAddress group, bool isJoined)
    {
        var isV1 = Now < _v1Until;
        if (isV1 && !isJoined)
        {
            // The first version has no word for it: its querier notices when nobody answers any more.
            return;
        }

        if (TryReserve(isJoined ? group.V4 : AllRouters, IgmpMessage.OlderOctets, out var packet))
        {
            var type = !isJoined ? IgmpType.Leave : isV1 ? IgmpType.ReportV1 : IgmpType.ReportV2;
            IgmpMessage.WriteOlder(packet[IPv4Packet.RouterAlertHeaderOctets..], type, group.V4);
            Finish(packet);
        }
    }

    /// <summary>
    /// No router passes these messages on. All but those of the first version ask routers to look at them, which an
    /// attacker from elsewhere cannot have them do (section 9.1).
    /// </summary>
    private static bool IsFromLink(in InboundPacket packet, in IgmpMessage message)
    {
        var options = packet.Frame.Head[(packet.HeaderOffset + IPv4Packet.MinHeaderOctets)..packet.PayloadOffset];
        return packet.Header.HopLimit == 1
            && (message is not { Type: IgmpType.Query, Version: > 1 } || IPv4Options.HasRouterAlert(options));
    }

    private void ReceiveQuery(in IgmpMessage query)
    {
        if (query.Version == 1)
        {
            _v1Until = Now + OlderQuerierPresent;
        }
        else if (query.Version == 2)
        {
            _v2Until = Now + OlderQuerierPresent;
        }

        Ask(query.Group == IPv4Address.Any ? IpAddress.None : query.Group, query.MaxDelay);
    }

    private bool TryReserve(IPv4Address destination, int octets, out Span<byte> packet)
    {
        // Without an address yet, a report comes from none (RFC 3376 section 4.2.13).
        var source = Interface.SourceFor(destination);
        var header = new IpHeader(
            source.IsNone ? IPv4Address.Any : source, destination, IpProtocol.Igmp, HopLimit: 1, TrafficClass);
        var whole = IPv4Packet.RouterAlertHeaderOctets + octets;
        if (!Interface.Ethernet.TryReserve(GroupStation.Of(destination), EtherType.IPv4, whole, out packet))
        {
            return false;
        }

        packet = packet[..whole];
        IPv4Packet.WriteWithRouterAlert(packet, header, octets);
        return true;
    }

    private void Finish(Span<byte> packet)
    {
        IcmpHeader.WriteChecksum(packet[IPv4Packet.RouterAlertHeaderOctets..], pseudoHeader: 0);
        Interface.Host.Counters.Sent.Increment();
        Interface.Ethernet.Send(packet.Length);
    }
}
