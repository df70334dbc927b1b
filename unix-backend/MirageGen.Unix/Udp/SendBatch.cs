using System.Runtime.InteropServices;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Udp;

/// <summary>Native memory for one sendmmsg(2): datagrams lie in it as they were written, one after the other.</summary>
internal sealed unsafe class SendBatch : IDisposable
{
    /// <summary>Datagrams sent at a time.</summary>
    public const int Capacity = 64;

    // Two of the largest, or some thirty of the size of a full frame.
    private const int PayloadBytes = 2 * 65536;
    private const int Alignment = 16;

    private BatchedMessage* _messages;
    private readonly IoVector* _vectors;
    private readonly SocketAddress* _addresses;
    private readonly byte* _control;
    private readonly byte* _payload;
    private int _used;
    private int _first;
    private int _count;

    public SendBatch()
    {
        var bytesEach = sizeof(BatchedMessage) + sizeof(IoVector) + sizeof(SocketAddress) + PacketInfo.ControlBytes;
        _messages = (BatchedMessage*)NativeMemory.AlignedAlloc((nuint)((Capacity * bytesEach) + PayloadBytes), 64);
        _control = (byte*)(_messages + Capacity);
        _vectors = (IoVector*)(_control + (Capacity * PacketInfo.ControlBytes));
        _addresses = (SocketAddress*)(_vectors + Capacity);
        _payload = (byte*)(_addresses + Capacity);
    }

    ~SendBatch() => Free();

    /// <summary>Datagrams that wait to be sent.</summary>
    public int Count => _count - _first;

    /// <summary>Whether there is room for one more of that size.</summary>
    public bool HasRoom(int capacity) => _count < Capacity && capacity <= PayloadBytes - _used;

    /// <summary>Room for one more; <see cref="HasRoom"/> said that there is.</summary>
    /// <param name="remote">Whereto.</param>
    /// <param name="local">From which address; none leaves it to the kernel.</param>
    /// <param name="capacity">The most octets it may have.</param>
    public Span<byte> Reserve(IpEndpoint remote, IpAddress local, int capacity)
    {
        var i = _count;
        _addresses[i] = new SocketAddress(remote);
        _vectors[i] = new IoVector { Base = _payload + _used, Length = (nuint)capacity };
        var control = _control + (i * PacketInfo.ControlBytes);
        _messages[i].Header = new MessageHeader
        {
            Name = _addresses + i,
            NameLength = _addresses[i].Length,
            Vectors = _vectors + i,
            VectorCount = 1,
            Control = local.IsNone ? null : control,
            ControlLength = local.IsNone ? 0 : (nuint)PacketInfo.Write(new Span<byte>(control, PacketInfo.ControlBytes), local),
        };
        return new(_payload + _used, capacity);
    }

    /// <summary>Adds what was reserved last.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is longer than was reserved.</exception>
    public void Commit(int length)
    {
        ref var vector = ref _vectors[_count];
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((nuint)length, vector.Length, nameof(length));
        vector.Length = (nuint)length;
        _used += (length + Alignment - 1) & -Alignment;
        _used = Math.Min(_used, PayloadBytes);
        _count++;
    }

    /// <summary>Hands to the kernel what waits.</summary>
    /// <returns>How many it took; negative when it did not take the first.</returns>
    public int Send(int socket) => Libc.SendMessages(socket, _messages + _first, (uint)Count, Libc.MessageNoSignal);

    /// <summary>Says that the first so many are done with.</summary>
    public void Remove(int count)
    {
        _first += count;
        if (_first == _count)
        {
            _first = 0;
            _count = 0;
            _used = 0;
        }
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
