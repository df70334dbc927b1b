using System.Buffers;
using System.IO.Pipelines;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>
/// A chunked body: decoded into a buffer of its own, because the reader may want to see what spans chunks in one piece. It
/// decodes only when the caller has looked at all there is, so the buffer grows no further than the caller lets it.
/// </summary>
internal sealed class ChunkedBodyReader : BodyReader
{
    private const int SmallestBufferBytes = 4096;
    private const int LargestKeptBytes = 64 * 1024;

    private readonly GatherBuffer _trailerOctets = new();
    private readonly FieldLines _trailerLines = new();
    private ChunkedDecoder _decoder;
    private FieldSectionParser _trailerParser;
    private HeadLimits _limits;
    private byte[] _buffer = [];
    private int _start;
    private int _end;
    private bool _isExamined;
    private bool _hasEnded;
    private long _received;
    private long _most;

    public ChunkedBodyReader() => Trailers = new(_trailerLines);

    public override bool IsFinished => _hasEnded;

    public override long KnownRest => _decoder.KnownRest;

    /// <summary>The trailer fields, once the body has been read to its end.</summary>
    public HttpHeaders Trailers { get; }

    /// <summary>Begins a body.</summary>
    /// <param name="source">The connection.</param>
    /// <param name="most">Octets it may have.</param>
    /// <param name="limits">Bounds of the trailer section.</param>
    public void Begin(IBodySource source, long most, in HeadLimits limits)
    {
        Begin(source);
        _decoder = default;
        _trailerParser = default;
        _trailerOctets.Clear();
        _trailerLines.Clear();
        _limits = limits;
        _buffer = _buffer.Length > LargestKeptBytes ? [] : _buffer;
        _start = 0;
        _end = 0;
        _isExamined = true;
        _hasEnded = false;
        _received = 0;
        _most = most;
    }

    protected override bool TryTakeReady(out ReadResult result)
    {
        result = new(Unread(), isCanceled: false, isCompleted: _hasEnded);
        return _hasEnded || (!_isExamined && _start < _end);
    }

    protected override bool TryAccept(in ReadResult arrived, out ReadResult result)
    {
        var before = _end - _start;
        var consumed = Decode(arrived.Buffer, out var error);
        Source.Input.AdvanceTo(consumed, _hasEnded || error != WireError.None ? consumed : arrived.Buffer.End);
        if (error == WireError.None && arrived.IsCompleted && !_hasEnded)
        {
            error = WireError.Truncated;
        }

        if (error != WireError.None)
        {
            throw Source.FailBody(error);
        }

        result = new(Unread(), isCanceled: false, isCompleted: _hasEnded);
        return _hasEnded || _end - _start > before;
    }

    protected override void Advance(SequencePosition consumed, SequencePosition examined, bool isOwn)
    {
        if (consumed.GetObject() is null)
        {
            // An empty result, made when a read was canceled: there is nothing to take note of.
            return;
        }

        var all = Unread();
        _isExamined = all.Slice(examined).IsEmpty;
        _start += (int)all.Slice(all.Start, consumed).Length;
    }

    private ReadOnlySequence<byte> Unread() => new(_buffer, _start, _end - _start);

    private SequencePosition Decode(in ReadOnlySequence<byte> arrived, out WireError error)
    {
        error = WireError.None;
        var consumed = 0L;
        foreach (var memory in arrived)
        {
            var span = memory.Span;
            while (!span.IsEmpty && !_decoder.IsFinished && error == WireError.None)
            {
                MakeRoom(span.Length);
                error = _decoder.Decode(span, _buffer.AsSpan(_end), out var taken, out var written);
                span = span[taken..];
                consumed += taken;
                _end += written;
                error = error == WireError.None ? Count(written) : error;
            }
        }

        if (error == WireError.None && _decoder.IsFinished)
        {
            consumed += TakeTrailers(arrived.Slice(consumed), out error);
        }

        return arrived.GetPosition(consumed);
    }

    private WireError Count(int written)
    {
        _received += written;
        Source.CountBodyBytes(written);

        // A chunk that is announced too large is not waited for.
        return _decoder.KnownRest > _most - _received ? WireError.BodyTooLarge : WireError.None;
    }

    private long TakeTrailers(in ReadOnlySequence<byte> arrived, out WireError error)
    {
        error = WireError.None;
        var before = _trailerOctets.Count;
        _trailerOctets.Append(arrived, _limits.HeadBytes + 1);
        switch (_trailerParser.Parse(_trailerOctets.Gathered, _trailerLines, _limits))
        {
            case HeadProgress.Complete:
                _hasEnded = true;
                _trailerOctets.Truncate(_trailerParser.Length);
                Trailers.Attach(_trailerOctets.Octets, _trailerOctets.Count);
                break;
            case HeadProgress.Failed:
                error = _trailerParser.Error;
                break;
            default:
                break;
        }

        return _trailerOctets.Count - before;
    }

    /// <summary>Sees to it that something can be decoded: moves what is unread to the front, then makes the buffer larger.</summary>
    private void MakeRoom(int wanted)
    {
        if (_start == _end)
        {
            _start = 0;
            _end = 0;
        }

        if (_end < _buffer.Length)
        {
            return;
        }

        var unread = _buffer.AsSpan(_start, _end - _start);
        var target = _start > 0
            ? _buffer
            : new byte[Math.Max(SmallestBufferBytes, Math.Max(_buffer.Length * 2, Math.Min(wanted, LargestKeptBytes)))];
        unread.CopyTo(target);
        _buffer = target;
        _end = unread.Length;
        _start = 0;
    }
}
