using MirageGen.Dns.Cache;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>Finds out what a response means (RFC 1034 section 5.3.3, RFC 2308), and takes from it what answers the question.</summary>
internal static class ReplyReading
{
    private const uint MostDenialSeconds = 3 * 3600;
    private const uint BareDenialSeconds = 5;

    /// <summary>Finds out what a response means.</summary>
    /// <param name="sets">The response.</param>
    /// <param name="zone">Whose servers were asked.</param>
    /// <param name="name">What they were asked about.</param>
    /// <param name="type">What they were asked for.</param>
    /// <param name="set">The set that says so.</param>
    public static ReplyMeaning Judge(SetsOfReply sets, DomainName zone, DomainName name, RecordType type, out RecordSet? set)
    {
        set = null;
        if (sets.Code is not ResponseCode.NoError and not ResponseCode.NameError)
        {
            return ReplyMeaning.Lame;
        }

        foreach (var answer in sets.Answers)
        {
            if (answer.Data.Count > 0 && MeaningOf(answer, name, type) is var meaning and not ReplyMeaning.Lame)
            {
                set = answer;
                return meaning;
            }
        }

        if (sets.Code == ResponseCode.NameError)
        {
            return ReplyMeaning.NameError;
        }

        return JudgeAuthorities(sets, zone, name, type, out set);
    }

    /// <summary>Takes what answers the question.</summary>
    public static LinkAnswer Take(SetsOfReply sets, ReplyMeaning meaning, RecordSet? set, DomainName zone, DomainName name)
    {
        var proofs = new List<RecordSet>();
        foreach (var authority in sets.Authorities)
        {
            if (authority.Type is RecordType.Nsec or RecordType.Nsec3
                || (authority.Type == RecordType.Soa && meaning is ReplyMeaning.NoData or ReplyMeaning.NameError))
            {
                proofs.Add(authority);
            }
        }

        return meaning switch
        {
            ReplyMeaning.NoData or ReplyMeaning.NameError => new()
            {
                Kind = meaning == ReplyMeaning.NoData ? CachedKind.NoData : CachedKind.NameError,
                Name = name,
                Zone = zone,
                Proofs = proofs,
                Ttl = DenialSeconds(proofs),
            },
            ReplyMeaning.Redirection => Redirect(set!, zone, name, proofs),
            _ => new() { Kind = CachedKind.Records, Name = name, Zone = zone, Answer = set, Proofs = proofs, Ttl = set!.Ttl },
        };
    }

    private static ReplyMeaning MeaningOf(RecordSet answer, DomainName name, RecordType type) =>
        answer.Owner == name
            ? answer.Type == type ? ReplyMeaning.Records
                : answer.Type == RecordType.Cname ? ReplyMeaning.Alias
                : ReplyMeaning.Lame
            : answer.Type == RecordType.Dname && name.IsSubdomainOf(answer.Owner) ? ReplyMeaning.Redirection
            : ReplyMeaning.Lame;

    private static ReplyMeaning JudgeAuthorities(SetsOfReply sets, DomainName zone, DomainName name, RecordType type, out RecordSet? set)
    {
        set = null;
        var denies = false;
        foreach (var authority in sets.Authorities)
        {
            if (!name.IsSubdomainOf(authority.Owner) || authority.Data.Count == 0)
            {
                continue;
            }

            if (authority.Type == RecordType.Soa)
            {
                // The zone below a cut has nothing to say about what stands above it.
                denies |= type != RecordType.DS || authority.Owner != name || name.IsRoot;
            }
            else if (authority.Type == RecordType.NS && authority.Owner != zone && (type != RecordType.DS || authority.Owner != name))
            {
                set = authority;
            }
        }

        var isAuthoritative = (sets.Flags & HeaderFlags.Authoritative) != 0;
        return denies ? ReplyMeaning.NoData
            : set is not null ? ReplyMeaning.Referral
            : isAuthoritative && sets.Answers.Count == 0 && sets.Authorities.Count == 0 ? ReplyMeaning.NoData
            : ReplyMeaning.Lame;
    }

    private static uint DenialSeconds(List<RecordSet> proofs)
    {
        if (proofs.Find(static proof => proof.Type == RecordType.Soa && proof.Data.Count > 0) is not { } soa)
        {
            return BareDenialSeconds;
        }

        var minimum = RdataField.ReadNumber(soa.Data[0].AsSpan(^sizeof(uint)..));
        return Math.Min(Math.Min(minimum, soa.Ttl), MostDenialSeconds);
    }

    /// <summary>Makes the CNAME that a DNAME stands for (RFC 6672 section 3.1); a name that would be too long is a failure.</summary>
    private static LinkAnswer Redirect(RecordSet redirection, DomainName zone, DomainName name, List<RecordSet> proofs)
    {
        var before = name.Octets[..(name.Octets.Length - redirection.Owner.Octets.Length)];
        Span<byte> prefix = stackalloc byte[NameOctets.MaxOctets];
        before.CopyTo(prefix);
        prefix[before.Length] = 0;
        if (RecordSet.TargetOf(redirection.Data[0]) is not { } target
            || !DomainName.FromSound(prefix[..(before.Length + 1)]).TryAppend(target, out var alias))
        {
            return LinkAnswer.Fail(name, ExtendedErrorCode.InvalidData);
        }

        var made = new RecordSet(name, RecordType.Cname) { Ttl = redirection.Ttl };
        made.Data.Add(alias.Octets.ToArray());
        return new()
        {
            Kind = CachedKind.Records,
            Name = name,
            Zone = zone,
            Answer = made,
            Redirection = redirection,
            Proofs = proofs,
            Ttl = redirection.Ttl,
        };
    }
}
