using System.Net;
using System.Net.Sockets;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>
/// A UDP socket on other systems. Datagrams go one by one; from a socket on every address, replies leave from the address
/// that the host chooses, because .NET has no way to say another.
/// </summary>
internal sealed class PortableDatagramSocket : DatagramSocket
{
    private const int MostBytes = 65536;

    private readonly Socket _socket;
    private readonly byte[] _sending = new byte[MostBytes];
    private HostUdpSocket? _owner;
    private IpEndpoint _remote;
    private int _reserved = -1;
    private bool _isClosed;

    public PortableDatagramSocket(Socket socket)
        : base(PortableSocket.LocalEndpoint(socket)) => _socket = socket;

    /// <inheritdoc/>
    public override bool IsBlocked => false;

    /// <inheritdoc/>
    public override void Start(HostUdpSocket owner)
    {
        _owner = owner;
        ReceiveAll();
    }

    /// <inheritdoc/>
    public override void ReportErrors()
    {
        // .NET says that there was an error, but not for which datagram.
    }

    /// <inheritdoc/>
    public override string? SetGroup(IpAddress group, IpAddress local, bool isToJoin)
    {
        var name = isToJoin ? SocketOptionName.AddMembership : SocketOptionName.DropMembership;
        try
        {
            if (group.IsV4)
            {
                var request = local.IsNone
                    ? new MulticastOption(group.ToIPAddress())
                    : new MulticastOption(group.ToIPAddress(), local.ToIPAddress());
                _socket.SetSocketOption(SocketOptionLevel.IP, name, request);
            }
            else
            {
                var zone = group.Zone != 0 ? group.Zone : local.Zone;
                _socket.SetSocketOption(SocketOptionLevel.IPv6, name, new IPv6MulticastOption(new IpAddress(group.V6).ToIPAddress(), zone));
            }

            return null;
        }
        catch (SocketException error)
        {
            return PortableSocket.Text(error.SocketErrorCode);
        }
    }

    /// <inheritdoc/>
    public override bool TryReserve(in DatagramPath path, int capacity, out Span<byte> payload)
    {
        _remote = path.Remote;
        _reserved = capacity;
        payload = _sending.AsSpan(0, capacity);
        return true;
    }

    /// <inheritdoc/>
    public override void Send(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _reserved);
        try
        {
            _ = _socket.SendTo(_sending.AsSpan(0, length), SocketFlags.None, _remote.ToIPEndPoint());
            _owner!.OnSent(1);
        }
        catch (SocketException)
        {
            // No route, too large, not allowed, or the host is full: UDP may drop it, and counts it.
            _owner!.OnSendDropped();
        }

        _reserved = -1;
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _isClosed = true;
        _socket.Dispose();
    }

    // Not awaited by anyone: an exception of the handler goes to the loop, and ends the appliance.
    private async void ReceiveAll()
    {
        var buffer = new byte[MostBytes];
        var any = new IPEndPoint(LocalEndpoint.Address.IsV4 ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_isClosed)
        {
            SocketReceiveMessageFromResult received;
            try
            {
                received = await _socket.ReceiveMessageFromAsync(buffer, SocketFlags.None, any);
            }
            catch (ObjectDisposedException)
            {
                return;
            }
            catch (SocketException)
            {
                // Closed, or an error that an earlier datagram came back with.
                _owner!.OnReceiveDropped();
                await Task.Yield();
                continue;
            }

            if (!_owner!.IsDisposed)
            {
                HandOver(buffer, received);
            }
        }
    }

    private void HandOver(byte[] buffer, SocketReceiveMessageFromResult received)
    {
        if ((received.SocketFlags & SocketFlags.Truncated) != 0)
        {
            _owner!.OnReceiveDropped();
            return;
        }

        var remote = IpEndpoint.From((IPEndPoint)received.RemoteEndPoint);
        var local = received.PacketInformation.Address is { } address ? IpAddress.From(address) : default;
        _owner!.OnReceived(buffer.AsSpan(0, received.ReceivedBytes), new(remote, local));
    }
}
