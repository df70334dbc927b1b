using System.Buffers.Binary;
using MirageGen.TcpIp.Wire;
using MirageGen.TestKit;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>
/// IP as small as it can be, over a real device of a simulated segment: every host is a neighbour whose hardware address
/// is known. So the tests of TCP have all that a device does to frames, and nothing of the real layer's own behaviour.
/// </summary>
internal sealed class StaticIp : IIp, IFrameReceiver
{
    private const int EthernetOctets = 14;

    private readonly SimulatedNetwork _network;
    private readonly List<StaticIp> _neighbours;
    private IPacketReceiver? _receiver;
    private IpHeader _reserved;
    private int _headerOctets;

    public StaticIp(SimulatedNetwork network, List<StaticIp> neighbours)
    {
        _network = network;
        _neighbours = neighbours;
        neighbours.Add(this);
        network.Attach(this);
    }

    public SimulatedNetwork Network => _network;

    public IReadOnlyList<IpAddress> Addresses => _network.Host.Addresses;

    /// <summary>The largest packet that the path takes; what a router said, in a test.</summary>
    public int PathMtu { get; set; } = int.MaxValue;

    /// <summary>Whether no destination has a route.</summary>
    public bool HasNoRoute { get; set; }

    public Span<byte> Reserved => _headerOctets == 0 ? default : _network.Reserved[_headerOctets..];

    public int MaxPayload(IpAddress destination) => Math.Min(_network.Mtu, PathMtu) - HeaderOctets(destination);

    public NetworkOffloads Offloads(IpAddress destination) => _network.Offloads;

    public IpAddress SourceFor(IpAddress destination) =>
        HasNoRoute ? IpAddress.None : Own(this, destination.IsV4);

    public void ConfirmReachable(IpAddress destination)
    {
        // All are known.
    }

    public IDisposable JoinGroup(IpAddress group, IpAddress local = default) =>
        throw new DeviceException($"cannot join {group}: there are no groups here");

    public bool TryReserve(scoped in IpHeader header, int capacity, out Span<byte> payload)
    {
        payload = default;
        _headerOctets = 0;
        var octets = EthernetOctets + HeaderOctets(header.Destination);
        if (HasNoRoute || !_network.TryReserve(octets + capacity, out var frame))
        {
            return false;
        }

        (_reserved, _headerOctets) = (header, octets);
        payload = frame[octets..];
        return true;
    }

    public void Send(int length, in TransmitOffload offload = default)
    {
        var frame = _network.Reserved;
        WriteHeaders(frame, _reserved, length);
        var left = offload;
        if (offload.ChecksumOffset != 0)
        {
            left = offload with
            {
                ChecksumStart = (ushort)(offload.ChecksumStart + _headerOctets),
                HeaderOctets = (ushort)(offload.HeaderOctets == 0 ? 0 : offload.HeaderOctets + _headerOctets),
            };
        }

        _network.Send(_headerOctets + length, left);
    }

    public ValueTask WaitForSpaceAsync() => _network.WaitForSpaceAsync();

    public void Attach(IpProtocol protocol, IPacketReceiver receiver) => _receiver = receiver;

    public void Receive(in ReceivedFrame frame)
    {
        var head = frame.Head;
        if (head.Length < EthernetOctets + 20)
        {
            return;
        }

        if (BinaryPrimitives.ReadUInt16BigEndian(head[12..]) == (ushort)EtherType.IPv4)
        {
            var ip = head[EthernetOctets..];
            if (InternetChecksum.Finish(InternetChecksum.Add(0, ip[..20])) == 0)
            {
                Deliver(new(new IPv4Address(ip[12..16]), new IPv4Address(ip[16..20]), (IpProtocol)ip[9], ip[8], ip[1]), frame, 20);
            }
        }
        else if (head.Length >= EthernetOctets + 40)
        {
            var ip = head[EthernetOctets..];
            var traffic = (byte)(BinaryPrimitives.ReadUInt16BigEndian(ip) >> 4);
            Deliver(new(new IPv6Address(ip[8..24]), new IPv6Address(ip[24..40]), (IpProtocol)ip[6], ip[7], traffic), frame, 40);
        }
    }

    public void EndOfBatch() => _receiver?.EndOfBatch();

    /// <summary>Has TCP take a segment that nobody sent.</summary>
    public void Inject(in IpHeader header, ReadOnlySpan<byte> segment)
    {
        byte[] octets = [.. segment];
        _receiver!.Receive(header, new(octets), 0);
    }

    /// <summary>Has TCP take a report.</summary>
    public void Report(IpErrorKind kind, in IpHeader packet, ReadOnlySpan<byte> quoted)
    {
        _receiver!.ReceiveError(new(kind, packet, quoted));
        _receiver.EndOfBatch();
    }

    private void Deliver(in IpHeader header, in ReceivedFrame frame, int ipOctets)
    {
        if (header.Protocol == IpProtocol.Tcp && Own(this, header.Destination.IsV4) == header.Destination)
        {
            _receiver?.Receive(header, frame, EthernetOctets + ipOctets);
        }
    }

    private void WriteHeaders(Span<byte> frame, in IpHeader header, int length)
    {
        var destination = header.Destination;
        HardwareAddressOf(destination).CopyTo(frame);
        _network.Address.CopyTo(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], (ushort)(destination.IsV4 ? EtherType.IPv4 : EtherType.IPv6));
        var ip = frame[EthernetOctets..];
        if (destination.IsV4)
        {
            ip[..20].Clear();
            ip[0] = 0x45;
            ip[1] = header.TrafficClass;
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(20 + length));
            ip[6] = 0x40;
            ip[8] = 64;
            ip[9] = (byte)header.Protocol;
            header.Source.V4.CopyTo(ip[12..]);
            destination.V4.CopyTo(ip[16..]);
            BinaryPrimitives.WriteUInt16BigEndian(ip[10..], InternetChecksum.Finish(InternetChecksum.Add(0, ip[..20])));
            return;
        }

        BinaryPrimitives.WriteUInt32BigEndian(ip, 0x6000_0000u | ((uint)header.TrafficClass << 20));
        BinaryPrimitives.WriteUInt16BigEndian(ip[4..], (ushort)length);
        ip[6] = (byte)header.Protocol;
        ip[7] = 64;
        header.Source.V6.CopyTo(ip[8..]);
        destination.V6.CopyTo(ip[24..]);
    }

    // Without enumerators and closures: some tests count allocations.
    private MacAddress HardwareAddressOf(IpAddress destination)
    {
        foreach (var host in _neighbours)
        {
            if (Own(host, destination.IsV4) == destination)
            {
                return host._network.Address;
            }
        }

        return new([2, 0, 0, 0, 0, 99]);
    }

    private static IpAddress Own(StaticIp host, bool isV4)
    {
        var addresses = host.Addresses;
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i].IsV4 == isV4)
            {
                return addresses[i];
            }
        }

        return IpAddress.None;
    }

    private static int HeaderOctets(IpAddress destination) => destination.IsV4 ? 20 : 40;
}
