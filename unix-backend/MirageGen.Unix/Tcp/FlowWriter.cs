using MirageGen.Unix.Buffers;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// The output of a flow. A flush hands everything to the host at once and completes when the host has taken it all: the
/// host's send buffer is the room, what it does not take is the back-pressure.
/// </summary>
internal sealed class FlowWriter : FlowOutput
{
    private readonly SocketFlow _flow;
    private SendQueue _queue;

    public FlowWriter(SocketFlow flow)
        : base(flow.Loop)
    {
        _flow = flow;
        _queue = new(flow.Loop.Segments);
    }

    /// <summary>Whether nothing more is to be sent, ever.</summary>
    public bool IsDone => IsCompleted && _queue.Sendable == 0;

    /// <inheritdoc/>
    public override long UnflushedBytes => _queue.Unflushed;

    /// <inheritdoc/>
    public override Span<byte> GetSpan(int sizeHint = 0)
    {
        CheckMayWrite();
        return _queue.Lease(sizeHint).Room;
    }

    /// <summary>The host may take more, or the flow has ended: sends, and completes the flush that waits, if one does.</summary>
    /// <param name="sent">What the host has taken already, from the front.</param>
    public void GoOn(int sent = 0)
    {
        _queue.Consume(sent);
        Transfer();
        Pump();
    }

    /// <inheritdoc/>
    protected override Memory<byte> Lease(int leastOctets) => _queue.Lease(leastOctets).RoomMemory;

    /// <inheritdoc/>
    protected override void Fill(int octets) => _queue.Advance(octets);

    /// <inheritdoc/>
    protected override void Refer(ReadOnlyMemory<byte> data) => _queue.Refer(data);

    /// <inheritdoc/>
    protected override void Copy(ReadOnlySpan<byte> octets) => _queue.Copy(octets);

    /// <inheritdoc/>
    protected override void Send()
    {
        _queue.Flush();
        Transfer();
    }

    /// <inheritdoc/>
    protected override bool HasRoom(out bool isEnded)
    {
        isEnded = false;
        _flow.ThrowIfBroken();
        return _queue.Sendable == 0 && _flow.MayGoOnSending();
    }

    /// <inheritdoc/>
    protected override void OnCompleted(Exception? error)
    {
        if (error is not null)
        {
            _flow.Abort(error.Message);
        }

        _queue.Flush();
        _queue.EndLease();
        Transfer();
        _flow.OnOutputCompleted();
    }

    private void Transfer()
    {
        while (_queue.Sendable > 0 && _flow.MaySend())
        {
            _flow.Send(ref _queue);
        }

        if (_flow.IsBroken)
        {
            _queue.Release();
        }
        else if (_queue.Sendable > 0)
        {
            _flow.AwaitWritable(ref _queue);
        }
    }
}
