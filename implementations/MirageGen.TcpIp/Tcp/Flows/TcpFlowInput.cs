using System.Buffers;
using MirageGen.Loop;

namespace MirageGen.TcpIp.Tcp;

/// <summary>The input of a flow: hands out the blocks in which octets arrived.</summary>
internal sealed class TcpFlowInput : FlowInput
{
    private readonly TcpFlow _flow;
    private ReceiveStore _store;
    private long _readableEnd;
    private long _examined;

    public TcpFlowInput(TcpFlow flow, EventLoop loop, BlockPool pool)
        : base(loop)
    {
        _flow = flow;
        _store = new(pool);
    }

    /// <inheritdoc/>
    protected override ReadOnlySequence<byte> Arrived => _store.Until(_readableEnd);

    /// <inheritdoc/>
    protected override bool HasEnded => _flow.HasPeerEnded;

    /// <summary>Keeps a part of a segment.</summary>
    /// <param name="arrival">Which part.</param>
    /// <param name="frame">The frame with the segment.</param>
    /// <param name="payloadOffset">Where in the frame the segment's payload begins.</param>
    public void Keep(in TcpArrival arrival, in ReceivedFrame frame, int payloadOffset)
    {
        if (!IsCompleted && !_flow.IsAborted)
        {
            _store.Write(arrival.Offset, frame, payloadOffset + arrival.PayloadStart, arrival.Length);
        }
    }

    /// <summary>So many octets more can be read in order than have been examined, or the peer has ended.</summary>
    public void OnArrived(long readable)
    {
        if (IsCompleted || _flow.IsAborted)
        {
            _flow.OnExamined(readable);
            return;
        }

        _readableEnd = _examined + readable;
        Pump();
    }

    /// <summary>The flow was aborted here, or has been reset.</summary>
    public void OnBroken()
    {
        if (_flow.IsAborted && !IsHandedOut)
        {
            Drop();
        }

        Pump();
    }

    /// <inheritdoc/>
    protected override bool HasNews() => _readableEnd > _examined;

    /// <inheritdoc/>
    protected override void ThrowIfReset() => _flow.ThrowIfBroken();

    /// <inheritdoc/>
    protected override void Advance(SequencePosition consumed, SequencePosition examined)
    {
        var (consumedTo, examinedTo) = (_store.PlaceOf(consumed), _store.PlaceOf(examined));
        if (consumedTo < _store.Start || examinedTo < consumedTo || examinedTo > _readableEnd)
        {
            throw new InvalidOperationException(
                $"AdvanceTo({consumedTo}, {examinedTo}): what was read is from {_store.Start} to {_readableEnd}, counted from the flow's first octet.");
        }

        _store.Consume(consumedTo);
        if (examinedTo > _examined)
        {
            // What was looked at and not taken makes room too: its reader waits for more, and would in vain.
            var more = examinedTo - _examined;
            _examined = examinedTo;
            _flow.OnExamined(more);
        }
    }

    /// <inheritdoc/>
    protected override void OnAdvanced()
    {
        if (_flow.IsAborted)
        {
            Drop();
        }
    }

    /// <inheritdoc/>
    protected override void OnCompleted()
    {
        var unexamined = _readableEnd - _examined;
        Drop();
        _flow.OnExamined(unexamined);
        _flow.OnSideCompleted();
    }

    private void Drop()
    {
        _examined = _readableEnd;
        _store.Release();
        _store.Consume(_readableEnd);
    }
}
