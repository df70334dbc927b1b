using MirageGen.Unix.Events;
using MirageGen.Unix.Interop;

namespace MirageGen.Unix.Tcp;

/// <summary>A flow on Linux: a non-blocking socket, registered once with the loop's epoll instance, edge-triggered.</summary>
internal sealed unsafe partial class EpollFlow : SocketFlow, IEpollHandler
{
    /// <summary>What a flow is registered for.</summary>
    public const EpollEvents Interest =
        EpollEvents.Readable | EpollEvents.Writable | EpollEvents.PeerShutdown | EpollEvents.Urgent;

    private const EpollEvents MeaningRead =
        EpollEvents.Readable | EpollEvents.PeerShutdown | EpollEvents.HungUp | EpollEvents.Error | EpollEvents.Urgent;

    private const EpollEvents MeaningWrite = EpollEvents.Writable | EpollEvents.HungUp | EpollEvents.Error;

    // Behind any of these a receive that fills less than its room may hide more: the end, an error, or what follows an
    // urgent octet, at which the kernel stops short.
    private const EpollEvents HidingMore =
        EpollEvents.PeerShutdown | EpollEvents.HungUp | EpollEvents.Error | EpollEvents.Urgent;

    private readonly EpollLoop _loop;
    private readonly int _socket;

    public EpollFlow(EpollLoop loop, int socket, IpEndpoint local, IpEndpoint remote)
        : base(loop, local, remote)
    {
        _loop = loop;
        _socket = socket;
    }

    /// <inheritdoc/>
    public void OnEvents(EpollEvents events)
    {
        if ((events & MeaningRead) != 0)
        {
            OnReadable(isExactlyDrained: (events & HidingMore) == 0);
        }

        if ((events & MeaningWrite) != 0 && !IsClosed)
        {
            OnWritable();
        }
    }

    /// <inheritdoc/>
    protected override TransferStatus ReceiveNow(Span<byte> room, out int count)
    {
        fixed (byte* first = room)
        {
            return Receive(first, room.Length, 0, out count);
        }
    }

    /// <inheritdoc/>
    protected override TransferStatus DiscardNow(int most, out int count) =>
        Receive(null, most, Libc.MessageTruncated, out count);

    /// <inheritdoc/>
    protected override void ShutdownSend() => _ = Libc.Shutdown(_socket, Libc.ShutdownWrite);

    /// <inheritdoc/>
    protected override void CloseSocket(bool isReset)
    {
        if (isReset)
        {
            // struct linger { on, zero seconds }: closing resets (RFC 9293 section 3.10.5).
            var linger = stackalloc int[2] { 1, 0 };
            _ = Libc.SetOption(_socket, Libc.LevelSocket, Libc.Linger, linger, 2 * sizeof(int));
        }

        _loop.Close(_socket);
    }

    private TransferStatus Receive(byte* buffer, int length, int flags, out int count)
    {
        int error;
        nint result;
        do
        {
            result = Libc.Receive(_socket, buffer, (nuint)length, flags);
            error = result < 0 ? Errno.Last : 0;
        }
        while (error == Errno.Interrupted);

        count = (int)Math.Max(result, 0);
        return result > 0 ? TransferStatus.Done : result == 0 ? TransferStatus.Ended : Judge(error);
    }

    private TransferStatus Judge(int error)
    {
        if (error == Errno.Again)
        {
            return TransferStatus.WouldBlock;
        }

        Fail(Errno.Text(error));
        return TransferStatus.Failed;
    }
}
