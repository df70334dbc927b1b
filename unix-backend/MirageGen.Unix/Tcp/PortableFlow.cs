using System.Net.Sockets;
using MirageGen.Unix.Buffers;
using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// A flow on other systems: a .NET socket, asked synchronously while it has something to say and awaited when not.
/// </summary>
internal sealed class PortableFlow : SocketFlow
{
    // What .NET sends while nobody waits for it here is a copy: a buffer that it may still look at is never reused.
    private const int MostSentLaterBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _discarded;
    private bool _isWatchingReadable;
    private bool _isSendingLater;

    public PortableFlow(PortableLoop loop, Socket socket)
        : base(loop, PortableSocket.LocalEndpoint(socket), PortableSocket.RemoteEndpoint(socket))
    {
        _socket = socket;
        _discarded = loop.Discarded;
        socket.Blocking = false;
        socket.NoDelay = true;
    }

    /// <inheritdoc/>
    protected override TransferStatus ReceiveNow(Span<byte> room, out int count)
    {
        count = _socket.Receive(room, SocketFlags.None, out var error);
        return error != SocketError.Success ? Judge(error) : count == 0 ? TransferStatus.Ended : TransferStatus.Done;
    }

    /// <inheritdoc/>
    protected override TransferStatus DiscardNow(int most, out int count) => ReceiveNow(_discarded, out count);

    /// <inheritdoc/>
    protected override TransferStatus SendNow(ref SendQueue queue, out long count, out bool wasFilled)
    {
        var front = queue.Front;
        count = _socket.Send(front.Span, SocketFlags.None, out var error);
        wasFilled = count < front.Length;
        return error == SocketError.Success ? TransferStatus.Done : Judge(error);
    }

    /// <inheritdoc/>
    public override void LookForInput() => NoteInput();

    /// <inheritdoc/>
    protected override void WatchReadable()
    {
        if (!_isWatchingReadable)
        {
            _isWatchingReadable = true;
            _ = WatchReadableAsync();
        }
    }

    /// <inheritdoc/>
    protected override void WatchWritable(ref SendQueue queue)
    {
        if (!_isSendingLater)
        {
            _isSendingLater = true;
            var front = queue.Front;
            _ = SendLaterAsync(front[..Math.Min(front.Length, MostSentLaterBytes)].ToArray());
        }
    }

    /// <inheritdoc/>
    protected override void ShutdownSend()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The connection is gone; the next read says so.
        }
    }

    /// <inheritdoc/>
    public override void ExpectNoInput()
    {
        // .NET resets a connection that is closed while a receive is under way: it waits for the peer's end as ever.
    }

    /// <inheritdoc/>
    protected override void CloseSocket(bool isReset)
    {
        if (isReset)
        {
            _socket.Close(timeout: 0);
        }
        else
        {
            _socket.Dispose();
        }
    }

    private async Task WatchReadableAsync()
    {
        try
        {
            // Receiving nothing completes when there is something; never at once here, for that could go on without end.
            await Task.Yield();
            _ = await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            FailIfOpen(error);
        }

        _isWatchingReadable = false;
        if (!IsClosed)
        {
            OnReadable(isExactlyDrained: false);
        }
    }

    private async Task SendLaterAsync(byte[] octets)
    {
        var sent = 0;
        try
        {
            await Task.Yield();
            sent = await _socket.SendAsync(octets, SocketFlags.None);
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            FailIfOpen(error);
        }

        _isSendingLater = false;
        if (!IsClosed)
        {
            OnWritable(sent);
        }
    }

    // A socket says once what is wrong: a receive would now find the end. What arrived before is still there.
    private void FailIfOpen(Exception error)
    {
        if (!IsClosed && error is SocketException { SocketErrorCode: var code })
        {
            Fail(PortableSocket.Text(code));
        }
    }

    private TransferStatus Judge(SocketError error)
    {
        if (error is SocketError.WouldBlock or SocketError.IOPending)
        {
            return TransferStatus.WouldBlock;
        }

        Fail(PortableSocket.Text(error));
        return TransferStatus.Failed;
    }
}
