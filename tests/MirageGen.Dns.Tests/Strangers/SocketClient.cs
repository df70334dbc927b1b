using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace MirageGen.Dns.Tests.Strangers;

/// <summary>A client over TCP on a socket of this host, which sends octets as it is told and takes no more than it must.</summary>
internal sealed class SocketClient : IDisposable
{
    private const int SmallBuffer = 16 * 1024;

    private static readonly int Limit = (int)TimeSpan.FromMinutes(1).TotalMilliseconds;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
        ReceiveBufferSize = SmallBuffer,
        ReceiveTimeout = Limit,
        SendTimeout = Limit,
    };

    public SocketClient(int port) => _socket.Connect(IPAddress.Loopback, port);

    public void Dispose() => _socket.Dispose();

    /// <summary>Sends octets in one call.</summary>
    public void Send(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            octets = octets[_socket.Send(octets)..];
        }
    }

    /// <summary>Receives one message.</summary>
    public byte[] Receive()
    {
        var head = new byte[sizeof(ushort)];
        Fill(head);
        var message = new byte[BinaryPrimitives.ReadUInt16BigEndian(head)];
        Fill(message);
        return message;
    }

    private void Fill(Span<byte> room)
    {
        while (!room.IsEmpty)
        {
            var count = _socket.Receive(room);
            Assert.True(count > 0, "the server has closed the connection");
            room = room[count..];
        }
    }
}
