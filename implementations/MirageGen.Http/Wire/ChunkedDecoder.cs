using System.Runtime.InteropServices;

namespace MirageGen.Http.Wire;

/// <summary>
/// Takes chunked transfer coding off a body (RFC 9112 section 7.1), resumable at any octet. It stops behind the last
/// chunk's size line: the trailer section that follows is for a <see cref="FieldSectionParser"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct ChunkedDecoder
{
    /// <summary>Extensions are of no use to anyone here; this is room enough for those that are seen in the wild.</summary>
    public const int MostExtensionBytesPerBody = 4096;

    private const int MostSizeDigits = 15;

    private State _state;
    private int _sizeDigits;
    private int _extensionBytes;
    private long _left;

    private enum State : byte
    {
        Size,
        Extension,
        QuotedExtension,
        EscapedExtension,
        SizeLineFeed,
        Data,
        DataCarriageReturn,
        DataLineFeed,
        Finished,
    }

    /// <summary>Whether the last chunk has been taken: the trailer section follows.</summary>
    public readonly bool IsFinished => _state == State.Finished;

    /// <summary>Octets that the current chunk announces and that are still to come.</summary>
    public readonly long KnownRest => _state == State.Data ? _left : 0;

    /// <summary>Goes on decoding until the source is used up, the destination is full, or the chunks end.</summary>
    /// <param name="source">What has arrived.</param>
    /// <param name="destination">Gets the body's octets.</param>
    /// <param name="consumed">Octets taken from the source.</param>
    /// <param name="written">Octets put into the destination.</param>
    public WireError Decode(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int written)
    {
        consumed = 0;
        written = 0;
        while (consumed < source.Length && _state != State.Finished)
        {
            if (_state == State.Data)
            {
                var length = (int)Math.Min(Math.Min(_left, source.Length - consumed), destination.Length - written);
                source.Slice(consumed, length).CopyTo(destination[written..]);
                consumed += length;
                written += length;
                _left -= length;
                if (_left > 0)
                {
                    return WireError.None;
                }

                _state = State.DataCarriageReturn;
                continue;
            }

            var error = TakeFraming(source[consumed++]);
            if (error != WireError.None)
            {
                return error;
            }
        }

        return WireError.None;
    }

    private WireError TakeFraming(byte octet) => _state switch
    {
        State.Size => TakeSize(octet),
        State.Extension or State.QuotedExtension or State.EscapedExtension => TakeExtension(octet),
        State.SizeLineFeed => TakeSizeLineFeed(octet),
        State.DataCarriageReturn => TakeDataCarriageReturn(octet),
        _ => TakeDataLineFeed(octet),
    };

    private WireError TakeSize(byte octet)
    {
        var digit = HttpGrammar.HexValue(octet);
        if (digit >= 0)
        {
            _left = (_left << 4) | (uint)digit;
            return ++_sizeDigits > MostSizeDigits ? WireError.BadChunkSize : WireError.None;
        }

        if (_sizeDigits == 0)
        {
            return WireError.BadChunkSize;
        }

        switch (octet)
        {
            case HttpGrammar.CarriageReturn:
                _state = State.SizeLineFeed;
                return WireError.None;
            case (byte)';':
                _state = State.Extension;
                return WireError.None;
            default:
                return WireError.BadChunkSize;
        }
    }

    /// <summary>
    /// Passes over an extension. Quotes are followed all the same: a line end within them ends the line for one reader and
    /// not for another, so it is refused as the control character that it is.
    /// </summary>
    private WireError TakeExtension(byte octet)
    {
        if (octet == HttpGrammar.CarriageReturn && _state == State.Extension)
        {
            _state = State.SizeLineFeed;
            return WireError.None;
        }

        const byte Delete = 0x7F;
        _state = (_state, octet) switch
        {
            (State.Extension, (byte)'"') => State.QuotedExtension,
            (State.QuotedExtension, (byte)'"') => State.Extension,
            (State.QuotedExtension, (byte)'\\') => State.EscapedExtension,
            (State.EscapedExtension, _) => State.QuotedExtension,
            _ => _state,
        };
        return ++_extensionBytes > MostExtensionBytesPerBody || (octet < HttpGrammar.Space && octet != HttpGrammar.HorizontalTab) || octet == Delete
            ? WireError.BadChunkExtension
            : WireError.None;
    }

    private WireError TakeSizeLineFeed(byte octet)
    {
        if (octet != HttpGrammar.LineFeed)
        {
            return WireError.BadChunkSize;
        }

        _sizeDigits = 0;
        _state = _left == 0 ? State.Finished : State.Data;
        return WireError.None;
    }

    private WireError TakeDataCarriageReturn(byte octet)
    {
        _state = State.DataLineFeed;
        return octet == HttpGrammar.CarriageReturn ? WireError.None : WireError.ChunkNotTerminated;
    }

    private WireError TakeDataLineFeed(byte octet)
    {
        _state = State.Size;
        return octet == HttpGrammar.LineFeed ? WireError.None : WireError.ChunkNotTerminated;
    }
}
