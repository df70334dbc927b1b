using System.Buffers.Binary;
using System.Text;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp;

/// <summary>
/// A DHCP server (RFC 2131) for one network, over UDP: addresses from a range, leases in memory. It answers by broadcast,
/// or to the relay that a message came through.
/// </summary>
public sealed class DhcpServer : IAsyncDisposable
{
    private readonly DhcpServerOptions _options;
    private readonly DhcpPool _pool;
    private readonly IUdpSocket _socket;

    /// <summary>Begins to serve.</summary>
    /// <param name="udp">What carries the messages; the server's address is one of this host's.</param>
    /// <param name="clock">By which leases end.</param>
    /// <param name="options">What is given.</param>
    /// <exception cref="ArgumentException">The options do not fit together.</exception>
    /// <exception cref="DeviceException">The port is taken.</exception>
    public DhcpServer(IUdp udp, TimeProvider clock, DhcpServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(udp);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _pool = new(options, clock);
        // Clients write to everyone, so it is not bound to its own address.
        _socket = udp.Bind(DhcpMessage.ServerPort, Receive);
    }

    /// <summary>Addresses that are given or offered now.</summary>
    public int Leases => _pool.Count;

    private IPv4Address Own => _options.Server.Address.V4;

    /// <summary>Stops serving.</summary>
    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private void Receive(IUdpSocket socket, in Datagram datagram)
    {
        if (DhcpMessage.TryRead(datagram.Payload, out var message) != WireError.None
            || message.Op != DhcpMessage.FromClient
            || message.ClientStation.IsMulticast)
        {
            return;
        }

        switch (message.Type)
        {
            case DhcpMessageType.Discover when _pool.Offer(message.ClientStation, message.Address(DhcpOption.RequestedAddress)) is { } offer:
                Answer(message, DhcpMessageType.Offer, offer);
                break;
            case DhcpMessageType.Request:
                ReceiveRequest(message);
                break;
            case DhcpMessageType.Inform:
                Answer(message, DhcpMessageType.Ack, IPv4Address.Any);
                break;
            case DhcpMessageType.Release when message.Address(DhcpOption.ServerIdentifier) == Own:
                _pool.Release(message.ClientStation, message.ClientAddress);
                break;
            case DhcpMessageType.Decline when message.Address(DhcpOption.ServerIdentifier) == Own:
                _pool.Decline(message.ClientStation, message.Address(DhcpOption.RequestedAddress));
                break;
            default:
                break;
        }
    }

    /// <summary>A request takes an offer, asks for the address of before, or renews (RFC 2131 section 4.3.2).</summary>
    private void ReceiveRequest(in DhcpMessage message)
    {
        var server = message.Address(DhcpOption.ServerIdentifier);
        if (server != IPv4Address.Any && server != Own)
        {
            _pool.Forget(message.ClientStation);
            return;
        }

        var wish = message.Address(DhcpOption.RequestedAddress);
        var address = wish == IPv4Address.Any ? message.ClientAddress : wish;
        if (_pool.TryTake(message.ClientStation, address))
        {
            Answer(message, DhcpMessageType.Ack, address);
        }
        else
        {
            Answer(message, DhcpMessageType.Nak, IPv4Address.Any);
        }
    }

    private void Answer(in DhcpMessage message, DhcpMessageType type, IPv4Address address)
    {
        // A relay, and a client that has an address and is being answered about it, can be written to.
        var relay = message.RelayAddress;
        var isKnown = type == DhcpMessageType.Ack
            && message.ClientAddress != IPv4Address.Any
            && _options.Server.Contains(message.ClientAddress);
        var remote = relay != IPv4Address.Any ? new IpEndpoint(relay, DhcpMessage.ServerPort)
            : new IpEndpoint(isKnown ? message.ClientAddress : IPv4Address.Broadcast, DhcpMessage.ClientPort);
        if (!_socket.TryReserve(new(remote, Own), DhcpWriter.MostOctets, out var room))
        {
            return;
        }

        var answer = new DhcpWriter(room, DhcpMessage.FromServer, type, message.Transaction, message.ClientStation)
        {
            Flags = message.Flags,
            RelayAddress = relay,
            YourAddress = address,
        };
        answer.Add(DhcpOption.ServerIdentifier, Own);
        if (type != DhcpMessageType.Nak)
        {
            AddParameters(ref answer, hasLease: address != IPv4Address.Any);
        }

        _socket.Send(answer.End());
    }

    private void AddParameters(ref DhcpWriter answer, bool hasLease)
    {
        const uint AllOnes = uint.MaxValue;
        if (hasLease)
        {
            answer.Add(DhcpOption.LeaseTime, (uint)_options.LeaseTime.TotalSeconds);
        }

        answer.Add(DhcpOption.SubnetMask, AllOnes << (32 - _options.Server.Length));
        if (_options.Router is { } router)
        {
            answer.Add(DhcpOption.Router, router);
        }

        const int MostNameServers = 8;
        Span<byte> servers = stackalloc byte[MostNameServers * IPv4Address.OctetCount];
        var count = Math.Min(_options.NameServers.Count, MostNameServers);
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(servers[(i * IPv4Address.OctetCount)..], _options.NameServers[i].Value);
        }

        if (count > 0)
        {
            answer.Add(DhcpOption.DomainNameServer, servers[..(count * IPv4Address.OctetCount)]);
        }

        if (_options.DomainName is { Length: > 0 and <= 63 } domain)
        {
            answer.Add(DhcpOption.DomainName, Encoding.ASCII.GetBytes(domain));
        }
    }
}
