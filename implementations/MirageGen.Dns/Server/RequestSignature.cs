using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>The signature of a request, judged, and how its responses are signed in turn (RFC 8945 section 5).</summary>
internal readonly struct RequestSignature
{
    private readonly TsigTransaction? _transaction;
    private readonly int _unsignedOctets;

    private RequestSignature(TsigTransaction? transaction, TsigError error, int unsignedOctets)
    {
        _transaction = transaction;
        _unsignedOctets = unsignedOctets;
        Error = error;
        IsPresent = true;
    }

    /// <summary>Whether the request had a TSIG record.</summary>
    public bool IsPresent { get; }

    /// <summary>What was wrong with it.</summary>
    public TsigError Error { get; }

    /// <summary>The key that the request was signed with, all being well; null otherwise, and for a request without a signature.</summary>
    public TsigKey? Key => Error == TsigError.None ? _transaction?.Key : null;

    /// <summary>How the request is answered when that follows from the signature alone; NOERROR when it does not.</summary>
    public ResponseCode Code => Error switch
    {
        TsigError.None => ResponseCode.NoError,
        TsigError.FormatError => ResponseCode.FormatError,
        _ => ResponseCode.NotAuthoritative,
    };

    /// <summary>The room to be reserved at the end of each response.</summary>
    public int Octets => !IsPresent || Error == TsigError.FormatError ? 0 : Math.Max(_unsignedOctets, _transaction?.Key.RecordOctets ?? 0);

    /// <summary>Judges a request's signature.</summary>
    /// <param name="keys">The keys that there are.</param>
    /// <param name="request">The whole request.</param>
    /// <param name="view">The same, read and not malformed.</param>
    /// <param name="time">Now, in seconds since 1970.</param>
    /// <param name="isLong">Whether the answer is not written within this call.</param>
    public static RequestSignature Judge(
        TsigKeys keys, ReadOnlySpan<byte> request, scoped in RequestView view, ulong time, bool isLong = false)
    {
        if (!view.HasTsig)
        {
            return default;
        }

        var tsig = view.Tsig;
        var transaction = isLong ? keys.Begin(tsig.Key) : keys.Borrow(tsig.Key);
        var error = transaction?.Verify(request, view.TsigOffset, tsig, time) ?? TsigError.BadKey;
        return new(transaction, error, tsig.Key.Length + RecordView.FixedOctets + tsig.Algorithm.Length + TsigView.FixedOctets);
    }

    /// <summary>Ends a response with a signature, if the request had one.</summary>
    /// <param name="message">The response, complete but for that, its reserved room given back.</param>
    /// <param name="request">The request's record.</param>
    /// <param name="time">Now.</param>
    /// <returns>False when there was no room, so that there is no response.</returns>
    public bool TryWrite(ref MessageWriter message, scoped in TsigView request, ulong time) => Error switch
    {
        TsigError.FormatError => true,
        TsigError.BadKey or TsigError.BadSignature => TsigWriter.TryWriteUnsigned(ref message, request, Error),
        TsigError.BadTime => _transaction!.TrySignBadTime(ref message, request.Time, time),
        TsigError.BadTruncation => _transaction!.TrySign(ref message, time, Error, []),
        _ => TryContinue(ref message, time),
    };

    /// <summary>Ends a further response of a stream, or one to a request that was in order.</summary>
    /// <inheritdoc cref="TryWrite"/>
    public bool TryContinue(ref MessageWriter message, ulong time) => _transaction is null || _transaction.TrySign(ref message, time);
}
