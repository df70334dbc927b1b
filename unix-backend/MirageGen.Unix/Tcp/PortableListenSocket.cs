using System.Net.Sockets;
using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Tcp;

/// <summary>A socket that listens, on other systems. One connection is accepted ahead; if nobody takes it, it is reset.</summary>
internal sealed class PortableListenSocket : ListenSocket
{
    private readonly PortableLoop _loop;
    private readonly Socket _socket;
    private Socket? _accepted;
    private SocketError _error;
    private bool _isAccepting;
    private bool _isClosed;

    public PortableListenSocket(PortableLoop loop, Socket socket)
    {
        _loop = loop;
        _socket = socket;
        LocalEndpoint = PortableSocket.LocalEndpoint(socket);
        MayAccept = true;
    }

    /// <inheritdoc/>
    public override IpEndpoint LocalEndpoint { get; }

    /// <inheritdoc/>
    public override AcceptStatus TryAccept(out SocketFlow? flow)
    {
        flow = null;
        if (_accepted is { } socket)
        {
            _accepted = null;
            flow = new PortableFlow(_loop, socket);
            return AcceptStatus.Accepted;
        }

        if (_error != SocketError.Success)
        {
            var error = _error;
            _error = SocketError.Success;
            Cause = PortableSocket.Text(error);
            return error is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable
                ? AcceptStatus.NoRoom
                : AcceptStatus.Lost;
        }

        MayAccept = false;
        if (!_isAccepting)
        {
            _isAccepting = true;
            _ = AcceptAsync();
        }

        return AcceptStatus.NobodyWaits;
    }

    /// <inheritdoc/>
    public override void Close()
    {
        _isClosed = true;
        _socket.Dispose();
        _accepted?.Close(0);
    }

    private async Task AcceptAsync()
    {
        // Never at once: whoever asked is told later, not while asking.
        await Task.Yield();
        try
        {
            _accepted = await _socket.AcceptAsync();
        }
        catch (SocketException error)
        {
            _error = error.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            // Closed meanwhile.
        }

        _isAccepting = false;
        if (_isClosed)
        {
            _accepted?.Close(0);
        }
        else
        {
            OnAcceptable();
        }
    }
}
