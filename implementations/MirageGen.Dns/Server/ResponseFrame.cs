using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>
/// What the responses to one request have around them when they are not written within the call that has the request: header,
/// question, OPT and signature.
/// </summary>
internal sealed class ResponseFrame
{
    private readonly NameOffsets _names = new();
    private readonly Requester _client;
    private readonly MessageHeader _header;
    private readonly byte[] _question;
    private readonly RecordType _type;
    private readonly RecordClass _class;
    private readonly ResponseOpt _opt;
    private readonly bool _hasOpt;
    private readonly RequestSignature _signature;

    private ResponseFrame(in Requester client, scoped in RequestView view, in ResponseOpt opt, in RequestSignature signature)
    {
        _client = client;
        _header = view.Header.ToResponse(ResponseCode.NoError);
        _question = new byte[view.Question.Name.Length];
        view.Question.Name.CopyTo(_question);
        _type = view.Question.Type;
        _class = view.Question.Class;
        _hasOpt = view.HasOpt;
        _opt = opt;
        _signature = signature;
    }

    /// <summary>The key that the request was signed with, if it was.</summary>
    public TsigKey? Key => _signature.Key;

    private ulong Time => (ulong)_client.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Makes the frame of a request, and judges its signature.</summary>
    /// <param name="facts">What the server says of itself.</param>
    /// <param name="request">The request, sound.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="view">The request, read.</param>
    /// <param name="code">How it is answered, when that is clear by now; else NOERROR.</param>
    public static ResponseFrame Of(
        ServerFacts facts, ReadOnlySpan<byte> request, in Requester client, out RequestView view, out ResponseCode code)
    {
        RequestView.TryRead(request, out view, out code);
        var time = (ulong)client.Clock.GetUtcNow().ToUnixTimeSeconds();
        var signature = RequestSignature.Judge(facts.Keys, request, view, time, isLong: true);
        code = signature.Error == TsigError.None ? code : signature.Code;
        var opt = view.HasOpt ? new ResponseOpt(facts, view.Opt, client, ref code) : default;
        return new(client, view, opt, signature);
    }

    /// <summary>Begins the first response, with room reserved for its end.</summary>
    /// <param name="response">Its memory.</param>
    /// <param name="code">How the request ended.</param>
    public MessageWriter Open(Span<byte> response, ResponseCode code)
    {
        var message = new MessageWriter(response, response.Length, _header with { Code = code }, _names);
        message.TryWriteQuestion(_question, _type, _class);
        message.Reserve((_hasOpt ? _opt.Octets : 0) + _signature.Octets);
        return message;
    }

    /// <summary>Ends the first response.</summary>
    /// <param name="message">The response.</param>
    /// <param name="code">How the request ended.</param>
    /// <param name="error">Why, if that helps.</param>
    /// <param name="tsig">The request's signature; not needed where that was good.</param>
    /// <returns>Its length; zero when there is no room for its signature.</returns>
    public int Close(ref MessageWriter message, ResponseCode code, ExtendedErrorCode? error, scoped in TsigView tsig)
    {
        if (_hasOpt)
        {
            message.Release(_opt.Octets);
            _opt.Write(ref message, code, error);
        }

        message.Release(_signature.Octets);
        return !_signature.IsPresent || _signature.TryWrite(ref message, tsig, Time) ? message.Finish() : 0;
    }

    /// <summary>Begins a further response, which has no question and no OPT.</summary>
    public MessageWriter OpenNext(Span<byte> response)
    {
        var message = new MessageWriter(response, response.Length, _header, _names);
        message.Reserve(_signature.Octets);
        return message;
    }

    /// <summary>Ends a further response.</summary>
    /// <inheritdoc cref="Close"/>
    public int CloseNext(ref MessageWriter message)
    {
        message.Release(_signature.Octets);
        return _signature.TryContinue(ref message, Time) ? message.Finish() : 0;
    }
}
