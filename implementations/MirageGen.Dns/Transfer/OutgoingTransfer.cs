using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Transfer;

/// <summary>
/// A transfer to a client, or the refusal of one: message after message, written when the client has taken the one before
/// (RFC 5936, RFC 1995). It holds on to the zone as it was when it began.
/// </summary>
internal sealed class OutgoingTransfer
{
    private readonly ResponseFrame _frame;
    private IRecordSource? _records;
    private bool _hasRecord;

    private OutgoingTransfer(ResponseFrame frame) => _frame = frame;

    /// <summary>Judges a request for a transfer, and writes the first message of what it is answered with.</summary>
    /// <param name="facts">What the server says of itself, and whom it allows.</param>
    /// <param name="zones">The server's zones.</param>
    /// <param name="request">A sound request for AXFR or IXFR, over a stream.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="isBusy">Whether there are as many transfers as there may be.</param>
    /// <param name="response">Room for 65,535 octets.</param>
    /// <param name="length">The message's length; zero when there is none.</param>
    public static OutgoingTransfer Begin(
        ServerFacts facts, ZoneSet zones, ReadOnlySpan<byte> request, in Requester client, bool isBusy, Span<byte> response, out int length)
    {
        var transfer = new OutgoingTransfer(ResponseFrame.Of(facts, request, client, out var view, out var code));
        ExtendedErrorCode? error = null;
        if (code == ResponseCode.NoError && isBusy)
        {
            code = ResponseCode.ServerFailure;
            error = ExtendedErrorCode.NotReady;
        }
        else if (code == ResponseCode.NoError)
        {
            transfer._records = TransferAnswer.Find(facts, zones, view, client, transfer._frame.Key, out code, out error);
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

        var message = _frame.OpenNext(response);
        WriteRecords(ref message);
        return _frame.CloseNext(ref message);
    }

    private int WriteFirst(Span<byte> response, scoped in TsigView tsig, ResponseCode code, ExtendedErrorCode? error)
    {
        var message = _frame.Open(response, code);
        if (_records is not null)
        {
            _hasRecord = _records.MoveNext();
            WriteRecords(ref message);
        }

        return _frame.Close(ref message, code, error, tsig);
    }

    /// <summary>Writes as many records as there is room for; any has room in a message of its own but those of close to 64 KiB.</summary>
    private void WriteRecords(ref MessageWriter message)
    {
        message.Header.Flags |= HeaderFlags.Authoritative;
        while (_hasRecord && TransferAnswer.TryWrite(ref message, _records!.Current))
        {
            _hasRecord = _records.MoveNext();
        }

        if (message.Header.Answers == 0)
        {
            // One that no message takes: the client sees that the end is missing.
            _hasRecord = false;
        }
    }
}
