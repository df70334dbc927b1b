using MirageGen.Dns.Cache;
using MirageGen.Dns.Server;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>Turns requests into responses: refusals and what the cache knows at once, all else from a resolution.</summary>
internal sealed class ResolverAnswers(SetStore store, ServerFacts facts, DnsResolverOptions options)
{
    /// <summary>The most octets of a response to a client that says nothing of EDNS (RFC 1035 section 4.2.1).</summary>
    private const int PlainDatagramOctets = 512;

    private readonly CacheAnswer _cache = new(store);
    private readonly byte[] _question = new byte[NameOctets.MaxOctets];
    private readonly NameOffsets _names = new();

    /// <summary>Answers at once if that can be.</summary>
    /// <param name="request">Untrusted.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="response">Room for what the client takes.</param>
    /// <param name="length">The response's octets; zero when there is none to send.</param>
    /// <param name="isWorthRefresh">Whether the question is to be asked anew meanwhile.</param>
    /// <returns>False when it must be found out first.</returns>
    public bool TryWrite(ReadOnlySpan<byte> request, in Requester client, Span<byte> response, out int length, out bool isWorthRefresh)
    {
        length = 0;
        isWorthRefresh = false;
        if (!RequestView.TryRead(request, out var view, out var code))
        {
            return true;
        }

        var form = FormOf(view, client, ref code);
        var message = Begin(view, form, code, response, out var name);
        ExtendedErrorCode? error = null;
        if (code == ResponseCode.NoError)
        {
            code = Judge(view, client, out error);
        }

        message.Header.Code = code;
        if (code == ResponseCode.NoError)
        {
            if (!_cache.TryWrite(ref message, form, name, out isWorthRefresh, out var fits))
            {
                return false;
            }

            Truncate(ref message, fits, name);
            code = message.Header.Code;
        }

        length = Finish(ref message, form, code, error);
        return true;
    }

    /// <summary>Answers what was found out.</summary>
    /// <param name="request">A request that could not be answered at once.</param>
    /// <param name="client">Who asks.</param>
    /// <param name="resolution">What was found out.</param>
    /// <param name="response">Room for what the client takes.</param>
    /// <returns>The response's octets.</returns>
    public int Write(ReadOnlySpan<byte> request, in Requester client, Resolution resolution, Span<byte> response)
    {
        RequestView.TryRead(request, out var view, out var code);
        var form = FormOf(view, client, ref code);
        var message = Begin(view, form, resolution.Code, response, out var name);
        var fits = true;
        var isSecure = resolution.Links.Count > 0;
        foreach (var link in resolution.Links)
        {
            isSecure &= link.Security == Security.Secure;
            var ttl = resolution.IsStale ? Recursion.StaleSeconds : link.Ttl;
            fits = fits
                && Write(ref message, form, MessageSection.Answer, link.Redirection, default, ttl)
                && Write(ref message, form, MessageSection.Answer, link.Answer, link == resolution.Links[0] ? name : default, ttl);
        }

        foreach (var link in resolution.Links)
        {
            foreach (var proof in link.Proofs)
            {
                var ttl = resolution.IsStale ? Recursion.StaleSeconds : link.Ttl;
                fits = fits && Write(ref message, form, MessageSection.Authority, proof, default, ttl);
            }
        }

        if (isSecure && form.WantsSecurity)
        {
            message.Header.Flags |= HeaderFlags.AuthenticData;
        }

        Truncate(ref message, fits, name);
        return Finish(ref message, form, resolution.Code, resolution.Error);
    }

    private static bool Write(
        ref MessageWriter message, in ResponseForm form, MessageSection section, RecordSet? set, scoped ReadOnlySpan<byte> owner, uint ttl)
    {
        if (set is null)
        {
            return true;
        }

        // The first owner is the question's name, in the case it was asked in.
        var name = owner.IsEmpty ? set.Owner.Octets : owner;
        return WriteAll(ref message, form, section, name, set.Type, set.Data, ttl)
            && WriteAll(ref message, form, section, name, RecordType.Rrsig, set.Signatures, ttl);
    }

    private static bool WriteAll(
        ref MessageWriter message, in ResponseForm form, MessageSection section, scoped ReadOnlySpan<byte> owner, RecordType type,
        List<byte[]> records, uint ttl)
    {
        if (!form.Shows(type))
        {
            return true;
        }

        foreach (var data in records)
        {
            message.BeginRecord(section, owner, type, RecordClass.Internet, ttl);
            Rdata.Write(ref message, type, RecordClass.Internet, data);
            if (!message.EndRecord())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A part of an answer is none: the client is to ask over TCP (RFC 2181 section 9).</summary>
    private static void Truncate(ref MessageWriter message, bool fits, scoped ReadOnlySpan<byte> name)
    {
        if (fits)
        {
            return;
        }

        var header = message.Header with { Answers = 0, Authorities = 0, Additionals = 0 };
        header.Flags |= HeaderFlags.Truncated;
        message.RollBack(new(MessageHeader.Octets + name.Length + Question.FixedOctets, header));
    }

    private static int Finish(ref MessageWriter message, in ResponseForm form, ResponseCode code, ExtendedErrorCode? error)
    {
        if (form.HasOpt)
        {
            message.Release(form.Opt.Octets);
            form.Opt.Write(ref message, code, error);
        }
        else
        {
            message.Header.Code = code > ResponseCode.NotInZone ? ResponseCode.FormatError : code;
        }

        return message.Finish();
    }

    private ResponseForm FormOf(scoped in RequestView view, in Requester client, ref ResponseCode code)
    {
        var limit = client.IsStream ? ushort.MaxValue
            : view.HasOpt ? Math.Min(view.Opt.DatagramOctets, options.MaxDatagramBytes)
            : PlainDatagramOctets;
        var opt = view.HasOpt ? new ResponseOpt(facts, view.Opt, client, ref code) : default;
        var isSound = code != ResponseCode.FormatError;
        return new(view.Header, isSound ? view.Question.Type : RecordType.None, view.HasOpt, view.HasOpt && view.Opt.IsDnssecOk, limit, opt);
    }

    private MessageWriter Begin(
        scoped in RequestView view, scoped in ResponseForm form, ResponseCode code, Span<byte> response, out ReadOnlySpan<byte> name)
    {
        name = default;
        var header = view.Header.ToResponse(code);
        header.Flags |= HeaderFlags.RecursionAvailable;
        var message = new MessageWriter(response, form.Limit, header, _names);
        message.Reserve(form.HasOpt ? form.Opt.Octets : 0);
        if (code != ResponseCode.FormatError)
        {
            name = _question.AsSpan(0, view.Question.Name.CopyTo(_question));
            message.TryWriteQuestion(name, view.Question.Type, view.Question.Class);
        }

        return message;
    }

    private ResponseCode Judge(scoped in RequestView view, in Requester client, out ExtendedErrorCode? error)
    {
        error = null;
        if (!options.Allows(client.Address))
        {
            error = ExtendedErrorCode.Prohibited;
            return ResponseCode.Refused;
        }

        var type = view.Question.Type;
        if (view.Header.Opcode != Opcode.Query
            || view.HasTsig
            || view.Question.Class != RecordClass.Internet
            || type is RecordType.None or RecordType.Opt or RecordType.Rrsig or >= (RecordType)0x8000
                or (>= (RecordType)128 and <= RecordType.Any))
        {
            error = ExtendedErrorCode.NotSupported;
            return ResponseCode.NotImplemented;
        }

        if ((view.Header.Flags & HeaderFlags.RecursionDesired) == 0)
        {
            // What others have asked is nobody's business, and there is nothing else here to tell.
            error = ExtendedErrorCode.NotAuthoritative;
            return ResponseCode.Refused;
        }

        return ResponseCode.NoError;
    }
}
