using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Transfer;

/// <summary>
/// A transfer to a client, or the refusal of one: message after message, written when the client has taken the one before
/// (RFC 5936, RFC 1995). It holds on to the zone as it was when it began.
/// </summary>
internal sealed class OutgoingTransfer
{
    private readonly Client _client;
    private readonly MessageHeader _header;
    private readonly byte[] _question;
    private readonly RecordType _type;
    private readonly RecordClass _class;
    private readonly ResponseOpt _opt;
    private readonly bool _hasOpt;
    private readonly RequestSignature _signature;
    private IRecordSource? _records;
    private bool _hasRecord;

    private OutgoingTransfer(in Client client, scoped in RequestView view, in ResponseOpt opt, in RequestSignature signature)
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

    private ulong Time => (ulong)_client.Clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Judges a request for a transfer, and writes the first message of what it is answered with.</summary>
    /// <param name="facts">What the server says of itself, and whom it allows.</param>
    /// <param name="zones">The server's zones.</param>
    /// <param name="request">A sound request for AXFR or IXFR, over a stream.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isBusy">Whether there are as many transfers as there may be.</param>
    /// <param name="response">Room for 65,535 octets.</param>
    /// <param name="length">The message's length; zero when there is none.</param>
    public static OutgoingTransfer Begin(
        ServerFacts facts, ZoneSet zones, ReadOnlySpan<byte> request, in Client client, bool isBusy, Span<byte> response, out int length)
    {
        RequestView.TryRead(request, out var view, out var code);
        var signature = RequestSignature.Judge(facts.Keys, request, view, (ulong)client.Clock.GetUtcNow().ToUnixTimeSeconds(), isLong: true);
        code = signature.Error == TsigError.None ? code : signature.Code;
        var opt = view.HasOpt ? new ResponseOpt(facts, view.Opt, client, ref code) : default;
        var transfer = new OutgoingTransfer(client, view, opt, signature);
        ExtendedErrorCode? error = null;
        if (code == ResponseCode.NoError && isBusy)
        {
            code = ResponseCode.ServerFailure;
            error = ExtendedErrorCode.NotReady;
        }
        else if (code == ResponseCode.NoError)
        {
            transfer._records = TransferAnswer.Find(facts, zones, view, client, signature.Key, out code, out error);
        }

        length = transfer.WriteFirst(response, view.Tsig, code, error);
        return transfer;
    }

    /// <summary>Writes the next message.</summary>
    /// <param name="response">Room for 65,535 octets.</param>
    /// <returns>Its length; zero when there is none.</returns>
    public int WriteNext(Span<byte> response)
    {
        if (!_hasRecord)
        {
            return 0;
        }

        var message = new MessageWriter(response, ushort.MaxValue, _header);
        message.Header.Flags |= HeaderFlags.Authoritative;
        WriteRecords(ref message);
        return _signature.TryContinue(ref message, Time) ? message.Finish() : 0;
    }

    private int WriteFirst(Span<byte> response, scoped in TsigView tsig, ResponseCode code, ExtendedErrorCode? error)
    {
        var message = new MessageWriter(response, ushort.MaxValue, _header with { Code = code });
        message.TryWriteQuestion(_question, _type, _class);
        var reserved = _hasOpt ? _opt.Octets : 0;
        message.Reserve(reserved);
        if (_records is not null)
        {
            message.Header.Flags |= HeaderFlags.Authoritative;
            _hasRecord = _records.MoveNext();
            WriteRecords(ref message);
        }

        message.Release(reserved);
        if (_hasOpt)
        {
            _opt.Write(ref message, code, error);
        }

        return !_signature.IsPresent || _signature.TryWrite(ref message, tsig, Time) ? message.Finish() : 0;
    }

    /// <summary>Writes as many records as there is room for; any has room in a message of its own but those of close to 64 KiB.</summary>
    private void WriteRecords(ref MessageWriter message)
    {
        message.Reserve(_signature.Octets);
        while (_hasRecord && TransferAnswer.TryWrite(ref message, _records!.Current))
        {
            _hasRecord = _records.MoveNext();
        }

        message.Release(_signature.Octets);
        if (message.Header.Answers == 0)
        {
            // One that no message takes: the client sees that the end is missing.
            _hasRecord = false;
        }
    }
}
