using System.Buffers;
using System.IO.Pipelines;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// A body of known length, or one that lasts until the stream ends: the connection's own buffers, cut where the body ends.
/// </summary>
internal sealed class LengthBodyReader : BodyReader
{
    private long _left;
    private long _counted;
    private bool _isUntilClose;
    private bool _hasEnded;
    private bool _isAtEnd;
    private ReadOnlySequence<byte> _current;

    public override bool IsFinished => _hasEnded || (_left == 0 && !_isUntilClose);

    public override long KnownRest => _isUntilClose ? 0 : _left;

    /// <summary>Begins a body of a length; zero for none.</summary>
    public void Begin(IBodySource source, long length)
    {
        Begin(source);
        _left = length;
        _counted = 0;
        _isUntilClose = false;
        _hasEnded = false;
        _isAtEnd = false;
    }

    /// <summary>Begins a body that lasts until the stream ends.</summary>
    /// <param name="source">The connection.</param>
    /// <param name="most">Octets it may have.</param>
    public void BeginUntilClose(IBodySource source, long most)
    {
        Begin(source, most);
        _isUntilClose = true;
    }

    protected override bool TryTakeReady(out ReadResult result)
    {
        result = new(default, isCanceled: false, isCompleted: true);
        return IsFinished;
    }

    protected override bool TryAccept(in ReadResult arrived, out ReadResult result)
    {
        var buffer = arrived.Buffer;
        if (buffer.Length > _left)
        {
            if (_isUntilClose)
            {
                Source.Input.AdvanceTo(buffer.Start);
                throw Source.FailBody(WireError.BodyTooLarge);
            }

            buffer = buffer.Slice(0, _left);
        }

        var isWhole = _isUntilClose ? arrived.IsCompleted : buffer.Length == _left;
        if (!isWhole && arrived.IsCompleted)
        {
            Source.Input.AdvanceTo(buffer.Start);
            throw Source.FailBody(WireError.Truncated);
        }

        // What the caller has not taken comes again with the next read.
        Source.CountBodyBytes(buffer.Length - _counted);
        _counted = buffer.Length;
        _current = buffer;
        _isAtEnd = arrived.IsCompleted;
        result = new(buffer, isCanceled: false, isCompleted: isWhole);
        if (!buffer.IsEmpty || isWhole)
        {
            return true;
        }

        Source.Input.AdvanceTo(buffer.Start, buffer.End);
        return false;
    }

    protected override void Advance(SequencePosition consumed, SequencePosition examined, bool isOwn)
    {
        if (isOwn)
        {
            return;
        }

        var isWhole = !_isUntilClose && _current.Length == _left;
        var taken = _current.Slice(_current.Start, consumed).Length;
        _left -= taken;
        _counted -= taken;
        _hasEnded = _isUntilClose && _isAtEnd && taken == _current.Length;

        // When the whole rest is here, to wait for more would be to wait for the next message.
        Source.Input.AdvanceTo(consumed, isWhole || _isAtEnd ? consumed : examined);
        _current = default;
    }
}
