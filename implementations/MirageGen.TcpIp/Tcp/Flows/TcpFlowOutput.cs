using MirageGen.Loop;

namespace MirageGen.TcpIp.Tcp;

/// <summary>
/// The output of a flow. A flush completes while less is unacknowledged than the path needs to be kept full; what is
/// beyond is the back-pressure.
/// </summary>
internal sealed class TcpFlowOutput : FlowOutput
{
    private readonly TcpFlow _flow;
    private SendQueue _queue;

    public TcpFlowOutput(TcpFlow flow, EventLoop loop, BlockPool pool)
        : base(loop)
    {
        _flow = flow;
        _queue = new(pool);
    }

    /// <inheritdoc/>
    public override long UnflushedBytes => _queue.End - _queue.Flushed;

    /// <summary>Copies octets to where they are sent from.</summary>
    public void CopyTo(long offset, Span<byte> destination) => _queue.CopyTo(offset, destination);

    /// <summary>The peer has acknowledged octets up to a place in the stream.</summary>
    public void OnAcknowledged(long acknowledged)
    {
        _queue.Acknowledge(acknowledged);
        Pump();
    }

    /// <summary>The flow was aborted here, or has been reset: nothing more is sent.</summary>
    public void OnBroken()
    {
        _queue.Release();
        Pump();
    }

    /// <inheritdoc/>
    protected override Memory<byte> Lease(int leastOctets) => _queue.Lease(leastOctets);

    /// <inheritdoc/>
    protected override void Fill(int octets) => _queue.Advance(octets);

    /// <inheritdoc/>
    protected override void Refer(ReadOnlyMemory<byte> data) => _queue.Refer(data);

    /// <inheritdoc/>
    protected override void Copy(ReadOnlySpan<byte> octets) => _queue.Copy(octets);

    /// <inheritdoc/>
    protected override void Send()
    {
        var more = _queue.Flush();
        if (_flow.IsBroken)
        {
            _queue.Release();
        }
        else if (more > 0)
        {
            _flow.OnFlushed(more);
        }
    }

    /// <inheritdoc/>
    protected override bool HasRoom(out bool isEnded)
    {
        isEnded = false;
        _flow.ThrowIfBroken();
        return _queue.Flushed - _queue.Start < _flow.SendCapacity;
    }

    /// <inheritdoc/>
    protected override void OnCompleted(Exception? error)
    {
        if (error is not null)
        {
            _flow.Abort(error.Message);
        }

        Send();
        _queue.EndLease();
        _flow.OnOutputCompleted();
    }
}
