using MirageGen.Loop;
using MirageGen.Unix.Events;
using MirageGen.Unix.Ports;

namespace MirageGen.Unix.Udp;

/// <summary>UDP on Linux: one set of receive buffers for all sockets of the loop, and what was queued is sent at the end of the turn.</summary>
internal sealed class EpollUdp(EpollLoop loop) : UdpSockets, ITurnEnd, IDisposable
{
    private readonly List<EpollDatagramSocket> _queued = [];
    private readonly Stack<SendBatch> _idle = new();
    private ReceiveBatch? _received;
    private bool _isFlushing;

    /// <summary>Where datagrams are received; in use only while handlers run.</summary>
    public ReceiveBatch Received => _received ??= new();

    /// <inheritdoc/>
    public override BindOutcome<DatagramSocket> Bind(IpEndpoint at)
    {
        if (!_isFlushing)
        {
            _isFlushing = true;
            loop.AtEndOfTurn(this);
        }

        return EpollDatagramSocket.Bind(loop, this, at);
    }

    /// <summary>An empty batch to queue datagrams in.</summary>
    public SendBatch Rent() => _idle.TryPop(out var batch) ? batch : new();

    /// <summary>Takes a batch back, empty.</summary>
    public void Return(SendBatch batch) => _idle.Push(batch);

    /// <summary>Has a socket flushed at the end of this turn.</summary>
    public void FlushLater(EpollDatagramSocket socket) => _queued.Add(socket);

    /// <inheritdoc/>
    public void EndTurn()
    {
        if (_queued.Count == 0)
        {
            return;
        }

        foreach (var socket in _queued)
        {
            socket.FlushAtEndOfTurn();
        }

        _queued.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _received?.Dispose();
        while (_idle.TryPop(out var batch))
        {
            batch.Dispose();
        }
    }
}
