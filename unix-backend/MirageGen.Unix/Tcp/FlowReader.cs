using System.Buffers;
using MirageGen.Unix.Buffers;

namespace MirageGen.Unix.Tcp;

/// <summary>
/// The input of a flow. Receives on demand only: what nobody has asked for stays with the host, whose window then stops
/// the peer.
/// </summary>
internal sealed class FlowReader : FlowInput
{
    private readonly SocketFlow _flow;
    private ReceiveBuffer _buffer;
    private bool _hasUnexamined;

    public FlowReader(SocketFlow flow)
        : base(flow.Loop)
    {
        _flow = flow;
        _buffer = new(flow.Loop.Segments);
    }

    /// <inheritdoc/>
    protected override ReadOnlySequence<byte> Arrived => _buffer.Sequence;

    /// <inheritdoc/>
    protected override bool HasEnded => _flow.HasEnded;

    /// <inheritdoc/>
    protected override bool HasNews() => _hasUnexamined || TryReceive();

    /// <inheritdoc/>
    protected override void ThrowIfReset() => _flow.ThrowIfDrainedAndBroken();

    /// <inheritdoc/>
    protected override void OnTrying() => _flow.LookForInput();

    /// <inheritdoc/>
    protected override void OnWaiting() => _flow.AwaitReadable();

    /// <inheritdoc/>
    protected override void Advance(SequencePosition consumed, SequencePosition examined)
    {
        var examinedOctets = _buffer.OffsetOf(examined);
        if (examinedOctets < _buffer.OffsetOf(consumed))
        {
            throw new InvalidOperationException("More was consumed than examined.");
        }

        _hasUnexamined = examinedOctets < _buffer.Length;
        _buffer.Consume(consumed);
    }

    /// <inheritdoc/>
    protected override void OnCompleted()
    {
        _buffer.Release();
        _flow.OnInputCompleted();
    }

    private bool TryReceive()
    {
        if (!_flow.MayReceive())
        {
            return false;
        }

        var status = _flow.Receive(_buffer.Reserve(), out var count);
        _buffer.Commit(count);
        _hasUnexamined = status == TransferStatus.Done;
        return _hasUnexamined;
    }
}
