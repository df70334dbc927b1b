using System.Runtime.InteropServices;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Udp;

/// <summary>
/// Native memory for one recvmmsg(2): so many datagrams of any size, with where they came from and what they were sent
/// to. The kernel backs only what is used.
/// </summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    /// <summary>Datagrams received at a time.</summary>
    public const int Capacity = 32;

    private const int PayloadBytes = 65536;

    // Not a power of two: heads of datagrams that lie such a one apart would displace each other in the processor's caches.
    private const int PayloadStride = PayloadBytes + 320;

    private BatchedMessage* _messages;

    public ReceiveBatch()
    {
        var bytesEach = sizeof(BatchedMessage) + sizeof(IoVector) + sizeof(SocketAddress) + PacketInfo.ControlBytes + PayloadStride;
        _messages = (BatchedMessage*)NativeMemory.AlignedAlloc((nuint)(Capacity * bytesEach), 64);
        var control = (byte*)(_messages + Capacity);
        var vectors = (IoVector*)(control + (Capacity * PacketInfo.ControlBytes));
        var addresses = (SocketAddress*)(vectors + Capacity);
        var payload = (byte*)(addresses + Capacity);
        for (var i = 0; i < Capacity; i++)
        {
            vectors[i] = new IoVector { Base = payload + ((long)i * PayloadStride), Length = PayloadBytes };
            _messages[i].Header = new MessageHeader
            {
                Name = addresses + i,
                Vectors = vectors + i,
                VectorCount = 1,
                Control = control + (i * PacketInfo.ControlBytes),
            };
        }
    }

    ~ReceiveBatch() => Free();

    /// <summary>Receives what is there, at most <see cref="Capacity"/>.</summary>
    /// <returns>How many; negative when there was an error.</returns>
    public int Receive(int socket)
    {
        for (var i = 0; i < Capacity; i++)
        {
            ref var header = ref _messages[i].Header;
            header.NameLength = SocketAddress.MaxBytes;
            header.ControlLength = PacketInfo.ControlBytes;
        }

        return Libc.ReceiveMessages(socket, _messages, Capacity, Libc.MessageDontWait, null);
    }

    /// <summary>Whether a datagram is whole.</summary>
    public bool IsWhole(int index) => (_messages[index].Header.Flags & Libc.MessageTruncated) == 0;

    public ReadOnlySpan<byte> Payload(int index) =>
        new(_messages[index].Header.Vectors->Base, (int)_messages[index].Length);

    public IpEndpoint Remote(int index) => _messages[index].Header.Name->Endpoint;

    /// <summary>The address that a datagram was sent to; none when the kernel did not say.</summary>
    public IpAddress Local(int index)
    {
        ref var header = ref _messages[index].Header;
        return PacketInfo.Read(new ReadOnlySpan<byte>(header.Control, (int)header.ControlLength));
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.AlignedFree(_messages);
        _messages = null;
    }
}
