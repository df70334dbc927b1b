using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Tells the hosts of a link of this router and of the prefixes of its addresses there (RFC 4861 section 6.2): now and
/// then, and when one asks.
/// </summary>
internal sealed class RouterAdvertiser : IDisposable
{
    private const int AutonomousPrefixLength = 64;
    private const int OptionOctets = 8;
    private const int FirstAdvertisements = 3;
    private const byte HopLimit = 64;

    // Hosts forget within the hour and a half what is no longer advertised, because a router that has lost its memory cannot
    // take back what it does not know of any more.
    private const uint ValidSeconds = 5400;
    private const uint PreferredSeconds = 2700;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(1800);
    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(200);
    private static readonly TimeSpan MostInterval = TimeSpan.FromSeconds(600);
    private static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(16);

    /// <summary>Between two of them, however many ask.</summary>
    private static readonly TimeSpan LeastGap = TimeSpan.FromSeconds(3);

    /// <summary>Within which a question is answered.</summary>
    private static readonly TimeSpan MostAnswerDelay = TimeSpan.FromSeconds(0.5);

    private readonly IpInterface _interface;
    private readonly Alarm _alarm;
    private TimeSpan _nextAt;
    private TimeSpan _lastAt = TimeSpan.MinValue;
    private int _sent;

    public RouterAdvertiser(IpInterface @interface)
    {
        _interface = @interface;
        _alarm = new(@interface.Host.Clock, OnDue);
        @interface.Discovery.Groups.TryJoin(LinkGroups.AllRouters, isOfAddress: true);
        SendBy(_alarm.Now);
    }

    /// <summary>A host asks for routers.</summary>
    /// <returns>False when it breaks the rules (RFC 4861 section 6.1.1).</returns>
    public bool ReceiveSolicitation(IpAddress source, ReadOnlySpan<byte> octets)
    {
        if (NdpOptions.TryRead(octets[IcmpHeader.Octets..], out var options) != WireError.None)
        {
            return false;
        }

        var hasStation = options.TryFindLinkAddress(NdpOptionType.SourceLinkAddress, out var station);
        if (Martians.IsUnspecified(source))
        {
            if (hasStation)
            {
                return false;
            }
        }
        else if (hasStation)
        {
            _interface.Discovery.Table.Learn(new IpAddress(source.V6), station, mayAdd: true);
        }

        SendBy(_alarm.Now + (MostAnswerDelay * _interface.Host.Random.NextFraction()));
        return true;
    }

    /// <summary>Addresses have come or gone, and prefixes with them: hosts are told soon.</summary>
    public void Changed()
    {
        _sent = 0;
        SendBy(_alarm.Now);
    }

    /// <summary>Says that this router is one no longer (RFC 4861 section 6.2.5).</summary>
    public void Dispose()
    {
        TrySend(TimeSpan.Zero);
        _alarm.Dispose();
    }

    /// <summary>Sends an advertisement at a time, or earlier if one is due, but not too soon after the last.</summary>
    private void SendBy(TimeSpan time)
    {
        var earliest = _lastAt == TimeSpan.MinValue ? TimeSpan.Zero : _lastAt + LeastGap;
        time = time < earliest ? earliest : time;
        _nextAt = _nextAt == default ? time : Alarm.Earlier(_nextAt, time);
        _alarm.Set(_nextAt);
    }

    private void OnDue()
    {
        var now = _alarm.Now;
        if (now < _nextAt)
        {
            _alarm.Set(_nextAt);
            return;
        }

        if (!TrySend(Lifetime))
        {
            // Without a link-local address yet, or room in the device.
            _nextAt = now + TimeSpan.FromSeconds(1);
        }
        else
        {
            _lastAt = now;
            _sent++;
            var interval = LeastInterval + ((MostInterval - LeastInterval) * _interface.Host.Random.NextFraction());
            _nextAt = now + (_sent < FirstAdvertisements ? Alarm.Earlier(interval, FirstInterval) : interval);
        }

        _alarm.Set(_nextAt);
    }

    private bool TrySend(TimeSpan lifetime)
    {
        var source = _interface.SourceFor(LinkGroups.AllNodes);
        if (!_interface.Host.IsForwarding || source.IsNone || !source.V6.IsLinkLocal)
        {
            return false;
        }

        var prefixes = AdvertisedPrefixes();
        var octets = RouterAdvertisement.MinOctets + (2 * OptionOctets) + (prefixes.Count * PrefixInformation.Octets);
        var header = new IpHeader(source, LinkGroups.AllNodes, IpProtocol.IcmpV6, NeighbourDiscovery.LinkHopLimit);
        if (!_interface.Host.Output.TryReserveOn(_interface, GroupStation.Of(LinkGroups.AllNodes), header, octets, out var message))
        {
            return false;
        }

        RouterAdvertisement.Write(message, HopLimit, lifetime);
        var rest = message[RouterAdvertisement.MinOctets..];
        NdpOptions.WriteLinkAddress(rest, NdpOptionType.SourceLinkAddress, _interface.Ethernet.Address);
        NdpOptions.WriteMtu(rest[OptionOctets..], _interface.MtuV6);
        rest = rest[(2 * OptionOctets)..];
        foreach (var prefix in prefixes)
        {
            var length = (byte)prefix.Length;
            new PrefixInformation(prefix.Network.V6, length, true, length == AutonomousPrefixLength, ValidSeconds, PreferredSeconds).Write(rest);
            rest = rest[PrefixInformation.Octets..];
        }

        _interface.Host.SendIcmp(message[..octets]);
        return true;
    }

    private List<IpPrefix> AdvertisedPrefixes()
    {
        var prefixes = new List<IpPrefix>();
        foreach (var own in _interface.LocalAddresses)
        {
            var prefix = own.Prefix;
            if (IsAdvertised(own) && !prefixes.Exists(other => other.Network == prefix.Network && other.Length == prefix.Length))
            {
                prefixes.Add(prefix);
            }
        }

        return prefixes;
    }

    /// <summary>Only what was set by hand is this router's to give.</summary>
    private static bool IsAdvertised(LocalAddress own) =>
        own is { IsAutomatic: false, IsUsable: true } && own.Address.IsV6 && !own.Address.V6.IsLinkLocal;
}
