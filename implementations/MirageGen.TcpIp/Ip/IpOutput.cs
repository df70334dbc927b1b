using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// Packets on their way out. What can leave as it is lies in the device's memory from the start; what has to wait for its
/// next hop, to be fragmented or to come back to this host is copied once.
/// </summary>
internal sealed class IpOutput(Ip host, DestinationCache destinations, LinkOutput link)
{
    private const byte DefaultHopLimit = 64;
    private const byte DefaultGroupHopLimit = 1;

    /// <summary>Room in front of a payload for an IPv6 header and a fragment header.</summary>
    private const int HeaderRoom = IPv6Packet.HeaderOctets + FragmentHeader.Octets;

    private readonly byte[] _scratch = new byte[HeaderRoom + ushort.MaxValue];
    private readonly Identifications _identifications = new(host.Random);
    private ReservationKind _kind;
    private DestinationKind _way;
    private IpInterface _interface = null!;
    private IpInterface? _full;
    private Neighbour? _neighbour;
    private MacAddress _station;
    private IpHeader _header;
    private int _mtu;
    private bool _isDontFragment;
    private int _capacity;

    /// <summary>The payload that is reserved.</summary>
    public Span<byte> Reserved => _kind switch
    {
        ReservationKind.Device when _interface.Ethernet.Reserved is var packet && packet.Length >= HeaderOctets =>
            packet[HeaderOctets..],
        ReservationKind.Scratch => _scratch.AsSpan(HeaderRoom, _capacity),
        _ => default,
    };

    /// <summary>The header of what is reserved, with everything that was left to us.</summary>
    public ref readonly IpHeader Header => ref _header;

    /// <summary>The interface whose device was found full; null when none was.</summary>
    public IpInterface? Full => _full;

    /// <summary>Whether the last reservation was refused for want of a route.</summary>
    public bool IsWithoutRoute { get; private set; }

    private int HeaderOctets => HeaderOctetsOf(_header.Destination);

    public static int HeaderOctetsOf(IpAddress address) => address.IsV4 ? IPv4Packet.MinHeaderOctets : IPv6Packet.HeaderOctets;

    /// <summary>Reserves a packet that goes where its destination is routed.</summary>
    public bool TryReserve(scoped in IpHeader header, int capacity, out Span<byte> payload)
    {
        _kind = ReservationKind.None;
        _full = null;
        IsWithoutRoute = false;
        payload = default;
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        var destination = destinations.Find(header.Destination, header.Source);
        if (!TryComplete(header, destination) || capacity > MostPayload(header.Destination))
        {
            host.Counters.NoRoute.Increment();
            IsWithoutRoute = true;
            return false;
        }

        _capacity = capacity;
        _way = destination.Kind;
        _interface = destination.Interface;
        _mtu = destination.Mtu;
        _isDontFragment = _way == DestinationKind.Neighbour && !destination.MayBeFragmented;
        _station = destination.GroupStation;
        _neighbour = _way == DestinationKind.Neighbour ? FindNeighbour(destination) : null;
        if (_neighbour is { IsUsable: true })
        {
            _station = _neighbour.Station;
            _interface.NeighboursFor(destination.NextHop).Use(_neighbour);
        }

        return CanLeaveAsItIs(capacity) ? TryReserveInDevice(out payload) : ReserveInScratch(out payload);
    }

    /// <summary>Reserves a packet that leaves by an interface for a station, whatever the routes say, from whatever address.</summary>
    public bool TryReserveOn(
        IpInterface @interface, MacAddress station, scoped in IpHeader header, int capacity, out Span<byte> payload)
    {
        _full = null;
        _header = header;
        _capacity = capacity;
        _way = DestinationKind.Group;
        _interface = @interface;
        _station = station;
        _neighbour = null;
        _isDontFragment = false;
        return TryReserveInDevice(out payload);
    }

    /// <summary>Sends what was reserved.</summary>
    public void Send(int length, in TransmitOffload offload)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (_kind == ReservationKind.None || length > _capacity)
        {
            throw new InvalidOperationException(
                $"{length} octets are sent, but {(_kind == ReservationKind.None ? "nothing was" : $"{_capacity} were")} reserved.");
        }

        var kind = _kind;
        _kind = ReservationKind.None;
        host.Counters.Sent.Increment();
        if (kind == ReservationKind.Device)
        {
            var ethernet = _interface.Ethernet;
            var packet = ethernet.Reserved[..(HeaderOctets + length)];
            WriteLength(packet[..HeaderOctets], length);
            LinkOutput.SendReserved(ethernet, packet, OffloadWork.Shift(offload, HeaderOctets));
        }
        else
        {
            SendScratch(length, offload);
        }
    }

    /// <summary>Asks for the neighbour that a destination is reached by.</summary>
    public static Neighbour? FindNeighbour(Destination destination)
    {
        if (destination.Neighbour is null or { State: NeighbourState.Gone })
        {
            destination.Neighbour = destination.Interface.NeighboursFor(destination.NextHop).FindOrAdd(destination.NextHop);
        }

        return destination.Neighbour;
    }

    private static int MostPayload(IpAddress destination) =>
        destination.IsV4 ? ushort.MaxValue - IPv4Packet.MinHeaderOctets : ushort.MaxValue;

    /// <summary>Fills in what the caller has left to us.</summary>
    private bool TryComplete(in IpHeader header, Destination destination)
    {
        if (destination.Kind == DestinationKind.Unreachable)
        {
            return false;
        }

        var source = header.Source.IsNone ? destination.Source : header.Source;
        if (source.IsNone
            || (source != destination.Source && (source.IsV4 != destination.Address.IsV4 || host.Tables.OwnerOf(source) is null)))
        {
            return false;
        }

        var hopLimit = header.HopLimit != 0 ? header.HopLimit
            : destination.Kind == DestinationKind.Group ? DefaultGroupHopLimit
            : header.Destination.IsV6 ? destination.Interface?.HopLimitV6 ?? DefaultHopLimit
            : DefaultHopLimit;
        _header = header with { Source = source, HopLimit = hopLimit };
        return true;
    }

    private bool CanLeaveAsItIs(int capacity)
    {
        if (_way == DestinationKind.Local || (_way == DestinationKind.Neighbour && _neighbour is not { IsUsable: true }))
        {
            return false;
        }

        var octets = HeaderOctets + capacity;
        return octets <= _mtu
            || (_header.Protocol == IpProtocol.Tcp
                && octets <= ushort.MaxValue
                && (_interface.Ethernet.Offloads & NetworkOffloads.TcpSegmentation) != 0);
    }

    private bool TryReserveInDevice(out Span<byte> payload)
    {
        var protocol = _header.Destination.IsV4 ? EtherType.IPv4 : EtherType.IPv6;
        if (!_interface.Ethernet.TryReserve(_station, protocol, HeaderOctets + _capacity, out var packet))
        {
            _full = _interface;
            _kind = ReservationKind.None;
            payload = default;
            return false;
        }

        _kind = ReservationKind.Device;
        WriteHeader(packet);
        payload = packet[HeaderOctets..];
        return true;
    }

    private bool ReserveInScratch(out Span<byte> payload)
    {
        _kind = ReservationKind.Scratch;
        WriteHeader(_scratch.AsSpan(HeaderRoom - HeaderOctets));
        payload = _scratch.AsSpan(HeaderRoom, _capacity);
        return true;
    }

    private void WriteHeader(Span<byte> packet)
    {
        if (_header.Destination.IsV6)
        {
            IPv6Packet.Write(packet, _header, _capacity);
            return;
        }

        // A packet that nobody may fragment needs no identification (RFC 6864 section 4.1).
        var identification = _isDontFragment ? (ushort)0 : (ushort)_identifications.Next(_header);
        IPv4Packet.Write(packet, _header, _capacity, identification, _isDontFragment ? IPv4Packet.DontFragment : (ushort)0);
    }

    private void WriteLength(Span<byte> header, int length)
    {
        if (length == _capacity)
        {
            return;
        }

        if (_header.Destination.IsV4)
        {
            IPv4Packet.WriteLength(header, length);
        }
        else
        {
            IPv6Packet.WriteLength(header, length);
        }
    }

    private void SendScratch(int length, in TransmitOffload offload)
    {
        var packet = _scratch.AsSpan(HeaderRoom - HeaderOctets, HeaderOctets + length);
        WriteLength(packet[..HeaderOctets], length);
        if (_way == DestinationKind.Local)
        {
            host.Loopback.Add(_header, packet, HeaderOctets, isChecksumMade: offload.ChecksumOffset == 0);
        }
        else if (packet.Length <= _mtu || offload.Segmentation != Segmentation.None)
        {
            link.Dispatch(_interface, _neighbour, _station, packet, OffloadWork.Shift(offload, HeaderOctets));
        }
        else
        {
            OffloadWork.CompleteChecksum(packet[HeaderOctets..], offload);
            SendFragments(length);
        }
    }

    /// <summary>
    /// Sends the packet in scratch memory in fragments. The header of each is written in front of its part, over the end of
    /// the part before, which has left already.
    /// </summary>
    private void SendFragments(int length)
    {
        // The first of them may have a neighbour solicited, which is a packet of its own: nothing of this one is left to
        // fields meanwhile.
        var (header, @interface, neighbour, station) = (_header, _interface, _neighbour, _station);
        var isV4 = header.Destination.IsV4;
        var headerOctets = isV4 ? IPv4Packet.MinHeaderOctets : HeaderRoom;
        var most = (_mtu - headerOctets) & ~7;
        var identification = _identifications.Next(header);
        for (var offset = 0; offset < length; offset += most)
        {
            var octets = Math.Min(most, length - offset);
            var hasMore = offset + octets < length;
            var fragment = _scratch.AsSpan(HeaderRoom + offset - headerOctets, headerOctets + octets);
            if (isV4)
            {
                var word = (ushort)((offset / 8) | (hasMore ? IPv4Packet.MoreFragments : 0));
                IPv4Packet.Write(fragment, header, octets, (ushort)identification, word);
            }
            else
            {
                var outer = header with { Protocol = (IpProtocol)IPv6NextHeader.Fragment };
                IPv6Packet.Write(fragment, outer, FragmentHeader.Octets + octets);
                FragmentHeader.Write(fragment[IPv6Packet.HeaderOctets..], (byte)header.Protocol, offset, hasMore, identification);
            }

            host.Counters.FragmentsSent.Increment();
            link.Dispatch(@interface, neighbour, station, fragment, default);
        }
    }
}
