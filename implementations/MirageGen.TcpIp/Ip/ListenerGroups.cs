using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// The multicast groups of one interface, and the reports by which switches learn of them (RFC 3810; RFC 2710 to a
/// querier that knows no better). The groups follow from the addresses: everyone's, and the one of each address in which
/// its station is asked for.
/// </summary>
internal sealed class ListenerGroups : IDisposable
{
    /// <summary>Reports of a change, against the loss of one (RFC 3810 section 9.1).</summary>
    private const int Robustness = 2;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromSeconds(1);

    private readonly IpInterface _interface;
    private readonly Alarm _alarm;
    private readonly List<IPv6Address> _groups = [];
    private int _reportsLeft;
    private TimeSpan _answerAt = TimeSpan.MaxValue;
    private TimeSpan _reportAt = TimeSpan.MaxValue;
    private bool _isAnswerV1;

    public ListenerGroups(IpInterface @interface)
    {
        _interface = @interface;
        _alarm = new(@interface.Host.Clock, OnDue);
    }

    /// <summary>Whether the interface is in a group.</summary>
    public bool IsMember(IPv6Address group)
    {
        if (group == LinkGroups.AllNodes)
        {
            return true;
        }

        foreach (var own in _interface.LocalAddresses)
        {
            if (own.Address.IsV6 && LinkGroups.SolicitedNode(own.Address.V6) == group)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Addresses have come or gone, and groups with them perhaps: new ones are reported.</summary>
    public void Changed()
    {
        var before = _groups.Count;
        var known = _groups.ToArray();
        _groups.Clear();
        foreach (var own in _interface.LocalAddresses)
        {
            if (own.Address.IsV6 && LinkGroups.SolicitedNode(own.Address.V6) is var group && !_groups.Contains(group))
            {
                _groups.Add(group);
            }
        }

        if (_groups.Exists(group => !known.Contains(group)) || _groups.Count < before)
        {
            _reportsLeft = Robustness;
            _reportAt = _alarm.Now;
            Report();
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

        if (query.Group != IPv6Address.Any && !_groups.Contains(query.Group))
        {
            return true;
        }

        // Answers are spread over the time that the querier allows; one answer serves for several queries.
        var delay = query.MaxDelay * _interface.Host.Random.NextFraction();
        _isAnswerV1 = query.IsV1;
        _answerAt = Alarm.Earlier(_answerAt, _alarm.Now + delay);
        _alarm.Set(_answerAt);
        return true;
    }

    public void Dispose() => _alarm.Dispose();

    private void OnDue()
    {
        var now = _alarm.Now;
        if (_answerAt <= now)
        {
            _answerAt = TimeSpan.MaxValue;
            Answer();
        }

        if (_reportAt <= now)
        {
            Report();
        }

        _alarm.Set(Alarm.Earlier(_answerAt, _reportAt));
    }

    private void Report()
    {
        Send(ListenerReport.ChangeToExclude);
        _reportsLeft--;
        _reportAt = _reportsLeft > 0 ? _alarm.Now + ReportInterval : TimeSpan.MaxValue;
        _alarm.Set(_reportAt);
    }

    private void Answer()
    {
        if (!_isAnswerV1)
        {
            Send(ListenerReport.IsExclude);
            return;
        }

        foreach (var group in _groups)
        {
            if (TryReserve(group, ListenerReport.OctetsOf(1), out var report))
            {
                Finish(report, ListenerReport.WriteV1(report, group));
            }
        }
    }

    private void Send(byte recordType)
    {
        if (_groups.Count == 0 || !TryReserve(LinkGroups.AllListenerRouters, ListenerReport.OctetsOf(_groups.Count), out var report))
        {
            return;
        }

        ListenerReport.Write(report, _groups.Count);
        for (var i = 0; i < _groups.Count; i++)
        {
            ListenerReport.WriteRecord(report, i, recordType, _groups[i]);
        }

        Finish(report, ListenerReport.OctetsOf(_groups.Count));
    }

    private bool TryReserve(IPv6Address destination, int octets, out Span<byte> report)
    {
        // Before there is a link-local address, a report has none (RFC 3810 section 5.2.13).
        var source = _interface.SourceFor(destination);
        if (source.IsNone || !source.V6.IsLinkLocal)
        {
            source = IPv6Address.Any;
        }

        var header = new IpHeader(source, destination, (IpProtocol)IPv6NextHeader.HopByHop, HopLimit: 1);
        return _interface.Host.Output.TryReserveOn(_interface, GroupStation.Of(destination), header, octets, out report);
    }

    private void Finish(Span<byte> report, int octets)
    {
        var output = _interface.Host.Output;
        var message = report[ListenerReport.AlertOctets..octets];
        var header = output.Header with { Protocol = IpProtocol.IcmpV6 };
        IcmpHeader.WriteChecksum(message, InternetChecksum.PseudoHeader(header, message.Length));
        output.Send(octets, default);
    }
}
