using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// The IPv6 groups of one interface, reported by Multicast Listener Discovery (RFC 3810; RFC 2710 to a querier that knows
/// no better). Each address brings the one in which its station is asked for.
/// </summary>
internal sealed class ListenerGroups(IpInterface @interface) : GroupReports(@interface)
{
    private readonly List<IPv6Address> _ofAddresses = [];
    private TimeSpan _olderUntil;

    protected override bool IsQuerierOlder => Now < _olderUntil;

    /// <inheritdoc/>
    public override bool IsMember(IpAddress group)
    {
        if (group.V6 == LinkGroups.AllNodes)
        {
            return true;
        }

        foreach (var own in Interface.LocalAddresses)
        {
            if (own.Address.IsV6 && LinkGroups.SolicitedNode(own.Address.V6) == group.V6)
            {
                return true;
            }
        }

        return base.IsMember(group);
    }

    /// <summary>Addresses have come or gone, and groups with them perhaps: new ones are reported.</summary>
    public void Changed()
    {
        var before = new List<IPv6Address>(_ofAddresses);
        _ofAddresses.Clear();
        foreach (var own in Interface.LocalAddresses)
        {
            if (own.Address.IsV6 && LinkGroups.SolicitedNode(own.Address.V6) is var group && !_ofAddresses.Contains(group))
            {
                _ofAddresses.Add(group);
            }
        }

        foreach (var group in _ofAddresses.FindAll(group => !before.Contains(group)))
        {
            TryJoin(group, isOfAddress: true);
        }

        foreach (var group in before.FindAll(group => !_ofAddresses.Contains(group)))
        {
            Leave(group);
        }
    }

    /// <summary>Takes a query.</summary>
    /// <returns>False when it is none.</returns>
    public bool Receive(IpAddress source, ReadOnlySpan<byte> octets)
    {
        if (!source.V6.IsLinkLocal || ListenerQuery.TryRead(octets, out var query) != WireError.None)
        {
            return false;
        }

        if (query.IsV1)
        {
            _olderUntil = Now + OlderQuerierPresent;
        }

        Ask(query.Group == IPv6Address.Any ? IpAddress.None : query.Group, query.MaxDelay);
        return true;
    }

    protected override bool IsUnreported(IpAddress group) => group.V6 == LinkGroups.AllNodes;

    protected override void Send(List<GroupRecord> records)
    {
        var octets = ListenerReport.OctetsOf(records.Count);
        if (!TryReserve(LinkGroups.AllListenerRouters, octets, out var report))
        {
            return;
        }

        ListenerReport.Write(report, records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            ListenerReport.WriteRecord(report, i, records[i].Type, records[i].Group.V6);
        }

        Finish(report, octets);
    }

    protected override void SendOlder(IpAddress group, bool isJoined)
    {
        // Who has left tells the routers, who is there the group (RFC 2710 section 5).
        if (TryReserve(isJoined ? group.V6 : LinkGroups.AllRouters, ListenerReport.OctetsOf(1), out var report))
        {
            var type = isJoined ? IcmpV6Type.ListenerReport : IcmpV6Type.ListenerDone;
            Finish(report, ListenerReport.WriteV1(report, type, group.V6));
        }
    }

    private bool TryReserve(IPv6Address destination, int octets, out Span<byte> report)
    {
        // Before there is a link-local address, a report has none (RFC 3810 section 5.2.13).
        var source = Interface.SourceFor(destination);
        if (source.IsNone || !source.V6.IsLinkLocal)
        {
            source = IPv6Address.Any;
        }

        var header = new IpHeader(source, destination, (IpProtocol)IPv6NextHeader.HopByHop, HopLimit: 1);
        return Interface.Host.Output.TryReserveOn(Interface, GroupStation.Of(destination), header, octets, out report);
    }

    private void Finish(Span<byte> report, int octets)
    {
        var output = Interface.Host.Output;
        var message = report[ListenerReport.AlertOctets..octets];
        var header = output.Header with { Protocol = IpProtocol.IcmpV6 };
        IcmpHeader.WriteChecksum(message, InternetChecksum.PseudoHeader(header, message.Length));
        output.Send(octets, default);
    }
}
