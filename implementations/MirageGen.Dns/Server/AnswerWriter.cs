using MirageGen.Dns.Transfer;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Server;

/// <summary>
/// Answers requests: octets in, octets out, without a device and without allocating. Whatever a request holds, the response
/// is no longer than the client takes, or there is none.
/// </summary>
internal sealed class AnswerWriter(ServerFacts facts)
{
    /// <summary>The most octets of a response to a client that says nothing of EDNS (RFC 1035 section 4.2.1).</summary>
    private const int PlainDatagramOctets = 512;

    /// <summary>Says that a request is not answered within a call, but in several messages, or once something is stored.</summary>
    public const int Later = -1;

    // Of a request that is being answered: one at a time, and no longer than a call.
    private readonly byte[] _question = new byte[NameOctets.MaxOctets];
    private readonly byte[] _alias = new byte[NameOctets.MaxOctets];
    private readonly NameOffsets _names = new();
    private int _subject;
    private bool _isOfZone;

    /// <summary>Answers a request.</summary>
    /// <param name="zones">The server's zones.</param>
    /// <param name="request">Untrusted.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="response">
    /// Room for what the client takes: <see cref="ServerFacts.MaxDatagramBytes"/> at least, 65,535 octets for a stream. Not
    /// the request's memory.
    /// </param>
    /// <returns>The response's length; zero when there is none; <see cref="Later"/>.</returns>
    public int Write(ZoneSet zones, ReadOnlySpan<byte> request, in Requester client, Span<byte> response)
    {
        if (client.IsStream || facts.Packets is not { } packets)
        {
            return Compose(zones, request, client, response, null, out _);
        }

        LimiterVerdict? verdict = null;
        var length = packets.Find(zones, request, response, out var subject);
        if (length > 0)
        {
            verdict = Judge(client, MessageHeader.CodeOf(response), subject);
            if (verdict != LimiterVerdict.Truncate)
            {
                return verdict == LimiterVerdict.Send ? length : 0;
            }
        }

        length = Compose(zones, request, client, response, verdict, out var isForAnyone);
        if (isForAnyone)
        {
            packets.Keep(request, response[..length], _subject);
        }

        return length;
    }

    private int Compose(
        ZoneSet zones, ReadOnlySpan<byte> request, in Requester client, Span<byte> response, LimiterVerdict? known, out bool isForAnyone)
    {
        isForAnyone = false;
        if (!RequestView.TryRead(request, out var view, out var code))
        {
            return 0;
        }

        if (code == ResponseCode.NoError && IsLong(view, client))
        {
            return Later;
        }

        var limit = client.IsStream ? ushort.MaxValue
            : view.HasOpt ? Math.Min(view.Opt.DatagramOctets, facts.MaxDatagramBytes)
            : PlainDatagramOctets;
        var time = view.HasTsig ? (ulong)client.Clock.GetUtcNow().ToUnixTimeSeconds() : 0;
        var signature = code == ResponseCode.FormatError ? default : RequestSignature.Judge(facts.Keys, request, view, time);
        code = signature.Error == TsigError.None ? code : signature.Code;
        var opt = view.HasOpt ? new ResponseOpt(facts, view.Opt, client, ref code) : default;
        var message = new MessageWriter(response, limit, view.Header.ToResponse(code), _names);
        var reserved = view.HasOpt ? opt.Octets : 0;
        message.Reserve(reserved + signature.Octets);
        var nameOctets = WriteQuestion(view, code, ref message);
        var question = message.Mark;
        _subject = 0;
        _isOfZone = false;
        var name = _question.AsSpan(0, nameOctets);
        var error = code == ResponseCode.NoError ? Answer(zones, view, client, signature.Key, name, ref message) : null;
        var verdict = client.IsStream || opt.HasGoodCookie || signature.Key is not null
            ? LimiterVerdict.Send
            : known ?? Judge(client, message.Header.Code, _subject);
        if (verdict == LimiterVerdict.Drop)
        {
            return 0;
        }

        if (verdict == LimiterVerdict.Truncate)
        {
            message.RollBack(question);
            message.Header.Flags |= HeaderFlags.Truncated;
        }

        isForAnyone = _isOfZone && verdict == LimiterVerdict.Send && !opt.HasCookie && !signature.IsPresent;
        message.Release(reserved);
        if (view.HasOpt)
        {
            // The high bits of the code are in OPT, so that the whole of it is given.
            opt.Write(ref message, code > ResponseCode.NotInZone ? code : message.Header.Code, error);
        }

        message.Release(signature.Octets);
        return signature.IsPresent && !signature.TryWrite(ref message, view.Tsig, time) ? 0 : message.Finish();
    }

    private LimiterVerdict Judge(in Requester client, ResponseCode code, int subject) =>
        facts.Limiter?.Judge(client.Address, code, subject, client.Clock.GetElapsedTime(0).Ticks) ?? LimiterVerdict.Send;

    private bool IsLong(scoped in RequestView view, in Requester client) => view.Header.Opcode switch
    {
        Opcode.Query => client.IsStream && view.Question.Type is RecordType.Axfr or RecordType.Ixfr,
        Opcode.Update => facts.Updates.Length > 0,
        _ => false,
    };

    /// <summary>Repeats the question, unless there is none that is sound.</summary>
    /// <returns>The octets of its name, which is kept.</returns>
    private int WriteQuestion(scoped in RequestView view, ResponseCode code, ref MessageWriter message)
    {
        if (code == ResponseCode.FormatError)
        {
            return 0;
        }

        var octets = view.Question.Name.CopyTo(_question);
        message.TryWriteBareQuestion(_question.AsSpan(0, octets), view.Question.Type, view.Question.Class);
        return octets;
    }

    private ExtendedErrorCode? Answer(
        ZoneSet zones, scoped in RequestView view, in Requester client, TsigKey? key, ReadOnlySpan<byte> name, ref MessageWriter message)
    {
        if (view.Header.Opcode == Opcode.Notify && facts.NotifyReceiver is { } receiver)
        {
            message.Header.Code = view.Question is { Type: RecordType.Soa, Class: RecordClass.Internet }
                ? receiver.Hear(name, client.Address, key)
                : ResponseCode.FormatError;
            message.Header.Flags |= HeaderFlags.Authoritative;
            return null;
        }

        if (view.Header.Opcode != Opcode.Query)
        {
            message.Header.Code = ResponseCode.NotImplemented;
            return ExtendedErrorCode.NotSupported;
        }

        return view.Question.Class == RecordClass.Internet
            ? AnswerInternet(zones, view, client, key, name, ref message)
            : AnswerChaos(view, name, ref message);
    }

    private ExtendedErrorCode? AnswerInternet(
        ZoneSet zones, scoped in RequestView view, in Requester client, TsigKey? key, ReadOnlySpan<byte> name, ref MessageWriter message)
    {
        var type = view.Question.Type;
        if (type == RecordType.Ixfr)
        {
            return TransferAnswer.WriteDatagram(facts, zones, view, client, key, ref message);
        }

        if (type == RecordType.Axfr)
        {
            message.Header.Code = ResponseCode.Refused;
            return ExtendedErrorCode.Prohibited;
        }

        if (type is RecordType.None or RecordType.Opt or (>= (RecordType)128 and < RecordType.Any))
        {
            message.Header.Code = ResponseCode.NotImplemented;
            return ExtendedErrorCode.NotSupported;
        }

        if (zones.Find(name, isAboveCut: type == RecordType.DS) is not { } zone)
        {
            var isUnavailable = zones.IsUnavailable(name, isAboveCut: type == RecordType.DS);
            message.Header.Code = isUnavailable ? ResponseCode.ServerFailure : ResponseCode.Refused;
            return isUnavailable ? ExtendedErrorCode.NotReady : ExtendedErrorCode.NotAuthoritative;
        }

        var answer = new ZoneAnswer(zones, zone, message, name, type, view.HasOpt && view.Opt.IsDnssecOk, _alias);
        answer.Write();
        message = answer.Sets.Message;
        _isOfZone = true;
        _subject = facts.Limiter is null ? 0 : NameOctets.Hash(answer.Subject);
        return null;
    }

    private ExtendedErrorCode? AnswerChaos(scoped in RequestView view, scoped ReadOnlySpan<byte> name, ref MessageWriter message)
    {
        var fact = view.Question is { Class: RecordClass.Chaos, Type: RecordType.Txt or RecordType.Any }
            ? facts.Find(name)
            : default;
        if (fact.IsEmpty)
        {
            message.Header.Code = ResponseCode.Refused;
            return ExtendedErrorCode.Prohibited;
        }

        message.Header.Flags |= HeaderFlags.Authoritative;
        message.BeginRecord(MessageSection.Answer, name, RecordType.Txt, RecordClass.Chaos, 0);
        message.WriteByte((byte)fact.Length);
        message.Write(fact);
        message.EndRecord();
        return null;
    }
}
