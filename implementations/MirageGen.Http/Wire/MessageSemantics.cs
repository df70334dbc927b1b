using System.Text;

namespace MirageGen.Http.Wire;

/// <summary>What a head says about the message's body and the connection, found in one pass over its fields.</summary>
internal struct MessageSemantics
{
    private bool _hasTransferEncoding;
    private bool _hasClose;
    private bool _hasKeepAlive;
    private bool _isChunkedLast;
    private bool _hasOtherCoding;
    private bool _hasMisplacedChunked;

    /// <summary>The value of Content-Length; negative when there is none.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Whether there is a Host.</summary>
    public bool HasHost { get; private set; }

    /// <summary>Whether the client waits for 100 Continue before it sends the body.</summary>
    public bool ExpectsContinue { get; private set; }

    /// <summary>Whether the body is chunked.</summary>
    public readonly bool IsChunked => _hasTransferEncoding;

    /// <summary>Whether the connection may carry another message (RFC 9112 section 9.3).</summary>
    public readonly bool IsPersistent(int minorVersion) => !_hasClose && (minorVersion >= 1 || _hasKeepAlive);

    /// <summary>Judges the fields of a request or a response.</summary>
    /// <param name="octets">The head.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="minorVersion">The version's minor number.</param>
    /// <param name="isRequest">Whether it is a request; in a response Host and Expect mean nothing.</param>
    public WireError Read(ReadOnlySpan<byte> octets, FieldLines fields, int minorVersion, bool isRequest = true)
    {
        ContentLength = -1;
        foreach (ref readonly var line in fields.All)
        {
            var value = line.Value.Of(octets);
            var error = line.Field switch
            {
                WellKnownField.Host when isRequest => ReadHost(value),
                WellKnownField.ContentLength => ReadContentLength(value),
                WellKnownField.TransferEncoding => ReadTransferEncoding(value),
                WellKnownField.Connection => ReadConnection(value),
                WellKnownField.Expect when isRequest => ReadExpect(value, minorVersion),
                _ => WireError.None,
            };
            if (error != WireError.None)
            {
                return error;
            }
        }

        return _hasTransferEncoding ? JudgeTransferEncoding(minorVersion) : WireError.None;
    }

    private readonly WireError JudgeTransferEncoding(int minorVersion) =>
        minorVersion == 0 ? WireError.TransferEncodingInOldVersion
        : ContentLength >= 0 ? WireError.LengthAndTransferEncoding
        : _hasMisplacedChunked || !_isChunkedLast ? WireError.BadTransferEncoding
        : _hasOtherCoding ? WireError.TransferCodingNotSupported
        : WireError.None;

    private WireError ReadHost(ReadOnlySpan<byte> value)
    {
        if (HasHost)
        {
            return WireError.HostRepeated;
        }

        HasHost = true;
        return AuthoritySyntax.IsHost(value) ? WireError.None : WireError.BadHost;
    }

    private WireError ReadContentLength(ReadOnlySpan<byte> value)
    {
        if (ContentLength >= 0)
        {
            return WireError.ContentLengthRepeated;
        }

        var error = DecimalNumber.Read(value, out var length);
        ContentLength = length;
        return error;
    }

    private WireError ReadTransferEncoding(ReadOnlySpan<byte> value)
    {
        _hasTransferEncoding = true;
        var codings = 0;
        foreach (var coding in new TokenList(value))
        {
            codings++;
            _hasMisplacedChunked |= _isChunkedLast;
            _isChunkedLast = Ascii.EqualsIgnoreCase(coding, "chunked"u8);
            _hasOtherCoding |= !_isChunkedLast;
        }

        // An empty element is harmless in other lists; here, where two readers must not differ, it is refused.
        return codings == value.Count((byte)',') + 1 ? WireError.None : WireError.BadTransferEncoding;
    }

    private WireError ReadConnection(ReadOnlySpan<byte> value)
    {
        foreach (var option in new TokenList(value))
        {
            _hasClose |= Ascii.EqualsIgnoreCase(option, "close"u8);
            _hasKeepAlive |= Ascii.EqualsIgnoreCase(option, "keep-alive"u8);
        }

        return WireError.None;
    }

    private WireError ReadExpect(ReadOnlySpan<byte> value, int minorVersion)
    {
        if (minorVersion == 0)
        {
            // An old client cannot mean it (RFC 9110 section 10.1.1).
            return WireError.None;
        }

        ExpectsContinue = true;
        return Ascii.EqualsIgnoreCase(value, "100-continue"u8) ? WireError.None : WireError.ExpectationNotSupported;
    }
}
