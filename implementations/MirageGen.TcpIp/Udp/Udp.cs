using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>UDP over IP (RFC 768, RFC 8085).</summary>
[Device(typeof(IUdp))]
public sealed class Udp : IUdp, IPacketReceiver
{
    private readonly UdpPortTable _ports;
    private readonly IPortUnreachable? _unreachable;
    private byte[] _whole = [];

    /// <summary>Becomes IP's receiver of datagrams.</summary>
    /// <param name="ip">What carries them.</param>
    /// <param name="random">Chooses ports.</param>
    /// <param name="statistics">Where to count; null for nowhere.</param>
    public Udp(IIp ip, IRandom random, NetworkStatistics? statistics = null)
    {
        ArgumentNullException.ThrowIfNull(ip);
        ArgumentNullException.ThrowIfNull(random);
        Ip = ip;
        Counters = new((statistics ?? new()).Add("udp"));
        _ports = new(random);
        _unreachable = (ip as Ip)?.Errors;
        ip.Attach(IpProtocol.Udp, this);
    }

    internal IIp Ip { get; }

    internal UdpCounters Counters { get; }

    /// <summary>Where datagrams are written that have no way to go.</summary>
    internal byte[] Nowhere => field ??= new byte[ushort.MaxValue];

    /// <summary>Whether an address is this host's, or of its loopback. Allocates nothing.</summary>
    internal bool IsOwn(IpAddress address)
    {
        if (address.IsLoopback)
        {
            return true;
        }

        var addresses = Ip.Addresses;
        for (var i = 0; i < addresses.Count; i++)
        {
            if (addresses[i] == address)
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public IUdpSocket Bind(IpEndpoint local, DatagramHandler handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (!local.Address.IsNone && !IsOwn(local.Address))
        {
            throw new DeviceException($"cannot bind {local}: {local.Address} is no address of this host");
        }

        if (local.Port == 0)
        {
            local = _ports.TryFindFree(out var port)
                ? new(local.Address, port)
                : throw new DeviceException($"cannot bind {local}: every port from {UdpPortTable.FirstEphemeral} on is taken");
        }

        var socket = new UdpSocket(this, local, handler);
        return _ports.TryAdd(socket) ? socket : throw new DeviceException($"cannot bind {local}: the port is taken");
    }

    internal void Remove(UdpSocket socket) => _ports.Remove(socket);

    void IPacketReceiver.Receive(in IpHeader header, in ReceivedFrame frame, int payloadOffset)
    {
        var head = frame.Head[Math.Min(payloadOffset, frame.Head.Length)..];
        if (UdpHeader.TryRead(head, frame.Length - payloadOffset, out var udp) != WireError.None || udp.SourcePort == 0)
        {
            // A datagram from no port (RFC 768 lets it be) could not be answered along its path, as handlers do.
            Counters.Malformed.Increment();
            return;
        }

        if (!UdpChecksum.IsRight(header, frame, payloadOffset, udp))
        {
            Counters.BadChecksum.Increment();
            return;
        }

        if (_ports.Find(header.Destination, udp.DestinationPort) is not { } socket)
        {
            Counters.NoPort.Increment();
            _unreachable?.Report(header, frame, payloadOffset);
            return;
        }

        Counters.Received.Increment();
        var payload = Payload(frame, payloadOffset + UdpHeader.Octets, udp.Length - UdpHeader.Octets);
        socket.Deliver(new(payload, new(new(header.Source, udp.SourcePort), header.Destination)));
    }

    void IPacketReceiver.ReceiveError(in IpError error)
    {
        // Only what a socket of ours can have sent is believed, as far as its ports show it (RFC 5927 section 4).
        if (UdpHeader.TryReadQuoted(error.Payload, out var quoted) == WireError.None
            && quoted.DestinationPort != 0
            && _ports.FindSender(error.Packet.Source, quoted.SourcePort) is { } socket)
        {
            Counters.Errors.Increment();
            socket.Report(new(new(error.Packet.Destination, quoted.DestinationPort), error.Packet.Source), error.Kind);
        }
        else
        {
            Counters.ErrorsImplausible.Increment();
        }
    }

    void IPacketReceiver.EndOfBatch()
    {
    }

    /// <summary>The payload as it lies in the frame; copied together when it lies in several pieces.</summary>
    private ReadOnlySpan<byte> Payload(in ReceivedFrame frame, int offset, int length)
    {
        if (offset + length <= frame.Head.Length)
        {
            return frame.Head.Slice(offset, length);
        }

        if (_whole.Length == 0)
        {
            _whole = new byte[ushort.MaxValue];
        }

        var whole = _whole.AsSpan(0, length);
        frame.CopyTo(offset, whole);
        return whole;
    }
}
