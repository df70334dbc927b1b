using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>ETHERNET over a network device (RFC 894). Frames with a VLAN tag are a protocol nobody takes.</summary>
[Device(typeof(IEthernet))]
public sealed class Ethernet : IEthernet, IFrameReceiver
{
    /// <summary>ARP, both versions of IP, and room for what an appliance brings along.</summary>
    private const int MostProtocols = 8;

    private readonly INetwork _network;
    private readonly EthernetCounters _counters;
    private readonly (EtherType Protocol, IFrameReceiver Receiver)[] _protocols = new (EtherType, IFrameReceiver)[MostProtocols];
    private readonly IFrameReceiver[] _receivers = new IFrameReceiver[MostProtocols];
    private int _protocolCount;
    private int _receiverCount;

    /// <summary>Becomes the receiver of a network device.</summary>
    /// <param name="network">The device.</param>
    /// <param name="statistics">Where to count; null for nowhere.</param>
    public Ethernet(INetwork network, NetworkStatistics? statistics = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        _counters = new((statistics ?? new()).Add("ethernet"));
        network.Attach(this);
    }

    /// <inheritdoc/>
    public MacAddress Address => _network.Address;

    /// <inheritdoc/>
    public int Mtu => _network.Mtu;

    /// <inheritdoc/>
    public NetworkOffloads Offloads => _network.Offloads;

    /// <inheritdoc/>
    public int HeaderOctets => EthernetHeader.Octets;

    /// <inheritdoc/>
    public Span<byte> Reserved =>
        _network.Reserved is { Length: >= EthernetHeader.Octets } frame ? frame[EthernetHeader.Octets..] : default;

    /// <inheritdoc/>
    public bool TryReserve(MacAddress destination, EtherType protocol, int capacity, out Span<byte> payload)
    {
        if (!_network.TryReserve(EthernetHeader.Octets + capacity, out var frame))
        {
            _counters.Full.Increment();
            payload = default;
            return false;
        }

        new EthernetHeader(destination, _network.Address, protocol).Write(frame);
        payload = frame[EthernetHeader.Octets..];
        return true;
    }

    /// <inheritdoc/>
    public void Send(int length, in TransmitOffload offload = default)
    {
        _counters.Sent.Increment();
        _network.Send(EthernetHeader.Octets + length, offload);
    }

    /// <inheritdoc/>
    public ValueTask WaitForSpaceAsync() => _network.WaitForSpaceAsync();

    /// <inheritdoc/>
    public void Attach(EtherType protocol, IFrameReceiver receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        if (Find(protocol) is not null || _protocolCount == MostProtocols)
        {
            throw new InvalidOperationException($"Protocol {protocol:x} has a receiver already, or there are {MostProtocols} protocols.");
        }

        _protocols[_protocolCount++] = (protocol, receiver);
        if (!_receivers.AsSpan(0, _receiverCount).Contains(receiver))
        {
            _receivers[_receiverCount++] = receiver;
        }
    }

    void IFrameReceiver.Receive(in ReceivedFrame frame)
    {
        if (EthernetHeader.TryRead(frame.Head, out var header) != WireError.None)
        {
            _counters.Truncated.Increment();
        }
        else if (header.Destination != _network.Address && !header.Destination.IsMulticast)
        {
            _counters.Elsewhere.Increment();
        }
        else if (header.Source == _network.Address || header.Source.IsMulticast)
        {
            _counters.OwnSource.Increment();
        }
        else if (Find(header.Protocol) is { } receiver)
        {
            _counters.Received.Increment();
            receiver.Receive(frame);
        }
        else
        {
            _counters.UnknownProtocol.Increment();
        }
    }

    void IFrameReceiver.EndOfBatch()
    {
        for (var i = 0; i < _receiverCount; i++)
        {
            _receivers[i].EndOfBatch();
        }
    }

    void IFrameReceiver.CarrierReturned()
    {
        for (var i = 0; i < _receiverCount; i++)
        {
            _receivers[i].CarrierReturned();
        }
    }

    private IFrameReceiver? Find(EtherType protocol)
    {
        for (var i = 0; i < _protocolCount; i++)
        {
            if (_protocols[i].Protocol == protocol)
            {
                return _protocols[i].Receiver;
            }
        }

        return null;
    }
}
