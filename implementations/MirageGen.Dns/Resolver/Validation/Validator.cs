using MirageGen.Dns.Cache;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Validation;

/// <summary>Finds out whether answers are genuine (RFC 4035 section 5, RFC 5155 section 8, RFC 6840).</summary>
internal sealed class Validator(ChainOfTrust chain, SetCheck check) : IAnswerCheck
{
    /// <inheritdoc/>
    public async ValueTask CheckAsync(LinkAnswer answer, RecordType type, Work work)
    {
        var (security, error) = answer.Answer is { } set
            ? await JudgeRecordsAsync(answer, answer.Redirection ?? set, type, work)
            : await JudgeDenialAsync(answer, type, work);
        answer.Security = security;
        answer.Error = error;
    }

    private static (Security Security, ExtendedErrorCode Error) Of(ZoneTrust trust) => (trust.Security, trust.Error);

    private async ValueTask<(Security Security, ExtendedErrorCode Error)> JudgeRecordsAsync(
        LinkAnswer answer, RecordSet set, RecordType type, Work work)
    {
        if (ChainOfTrust.SignerOf(set) is not { } signer)
        {
            return Of(await chain.OfUnsignedAsync(answer.Zone, set.Owner, type, work));
        }

        var trust = await chain.OfAsync(signer, work);
        if (trust.Security != Security.Secure)
        {
            return Of(trust);
        }

        if (!check.Verify(set, trust.Zone, trust.Keys, work, out var labels, out var error))
        {
            return (Security.Bogus, error);
        }

        answer.Ttl = Math.Min(answer.Ttl, set.Ttl);
        if (labels == SignedSet.CountedLabels(set.Owner))
        {
            return (Security.Secure, ExtendedErrorCode.Other);
        }

        return DenialCheck.JudgeWildcard(answer, labels, trust, check, work, out error) switch
        {
            DenialVerdict.Proved => (Security.Secure, ExtendedErrorCode.Other),
            DenialVerdict.OptedOut => (Security.Insecure, ExtendedErrorCode.Other),
            _ => (Security.Bogus, error),
        };
    }

    private async ValueTask<(Security Security, ExtendedErrorCode Error)> JudgeDenialAsync(LinkAnswer answer, RecordType type, Work work)
    {
        if (DenialCheck.SignerOf(answer, isAboveCut: type == RecordType.DS) is not { } signer)
        {
            return Of(await chain.OfUnsignedAsync(answer.Zone, answer.Name, type, work));
        }

        var trust = await chain.OfAsync(signer, work);
        if (trust.Security != Security.Secure)
        {
            return Of(trust);
        }

        return DenialCheck.Judge(answer, type, trust, check, work, out var error) switch
        {
            DenialVerdict.Proved or DenialVerdict.UnsignedZone when trust.Zone == signer => (Security.Secure, ExtendedErrorCode.Other),
            DenialVerdict.OptedOut => (Security.Insecure, ExtendedErrorCode.Other),
            _ => (Security.Bogus, error),
        };
    }
}
