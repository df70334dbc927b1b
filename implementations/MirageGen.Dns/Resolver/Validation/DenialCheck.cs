using MirageGen.Dns.Cache;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Validation;

/// <summary>Judges the records that come with a denial, or with what a wildcard was made into.</summary>
internal static class DenialCheck
{
    /// <summary>How many records of one kind are verified: proofs need no more than three.</summary>
    private const int MostProofs = 8;

    /// <summary>The zone that signed a denial; null when none did.</summary>
    /// <param name="link">The denial.</param>
    /// <param name="isAboveCut">Whether it must be a zone above the name: of a DS record that is not there.</param>
    public static DomainName? SignerOf(LinkAnswer link, bool isAboveCut)
    {
        foreach (var proof in link.Proofs)
        {
            if (ChainOfTrust.SignerOf(proof) is { } signer
                && link.Name.IsSubdomainOf(signer)
                && (!isAboveCut || signer != link.Name || signer.IsRoot))
            {
                return signer;
            }
        }

        return null;
    }

    /// <summary>Judges a denial.</summary>
    /// <param name="link">It.</param>
    /// <param name="type">The type that was asked for.</param>
    /// <param name="trust">The zone that signed it, which is secure.</param>
    /// <param name="check">Verifies.</param>
    /// <param name="work">What it may cost.</param>
    /// <param name="error">Why it proves nothing.</param>
    public static DenialVerdict Judge(
        LinkAnswer link, RecordType type, ZoneTrust trust, SetCheck check, Work work, out ExtendedErrorCode error)
    {
        if (!TryRead(link.Proofs, trust, check, work, out var denial, out error))
        {
            return DenialVerdict.Unproved;
        }

        if (denial is null)
        {
            return DenialVerdict.OptedOut;
        }

        var verdict = link.Kind == CachedKind.NameError ? denial.DeniesName(link.Name) : denial.DeniesType(link.Name, type);

        // A server may say that a name is not there of one that has no records but names below; for its zone's sake let it.
        return verdict == DenialVerdict.Unproved && link.Kind == CachedKind.NameError && type == RecordType.DS
            ? denial.DeniesType(link.Name, type)
            : verdict;
    }

    /// <summary>Judges whether a wildcard was right.</summary>
    /// <param name="link">What was made of it.</param>
    /// <param name="labels">How many labels the wildcard has, without its asterisk.</param>
    /// <param name="trust">The zone that signed it, which is secure.</param>
    /// <param name="check">Verifies.</param>
    /// <param name="work">What it may cost.</param>
    /// <param name="error">Why it proves nothing.</param>
    public static DenialVerdict JudgeWildcard(
        LinkAnswer link, int labels, ZoneTrust trust, SetCheck check, Work work, out ExtendedErrorCode error) =>
        !TryRead(link.Proofs, trust, check, work, out var denial, out error) ? DenialVerdict.Unproved
        : denial is null ? DenialVerdict.OptedOut
        : denial.AllowsWildcard(link.Name, labels);

    /// <summary>Verifies the records that deny. Null stands for those that are hashed too often to be believed.</summary>
    private static bool TryRead(
        IReadOnlyList<RecordSet> proofs, ZoneTrust trust, SetCheck check, Work work, out IDenial? denial, out ExtendedErrorCode error)
    {
        denial = null;
        error = ExtendedErrorCode.NsecMissing;
        var plain = new List<RecordSet>();
        var hashed = new List<RecordSet>();
        foreach (var proof in proofs)
        {
            var list = proof.Type == RecordType.Nsec ? plain : hashed;
            if (proof.Type == RecordType.Soa || proof.Data.Count != 1 || list.Count == MostProofs)
            {
                continue;
            }

            var labelsBefore = SignedSet.CountedLabels(proof.Owner);
            if (!check.Verify(proof, trust.Zone, trust.Keys, work, out var labels, out var reason) || labels != labelsBefore)
            {
                error = reason == ExtendedErrorCode.Other ? ExtendedErrorCode.DnssecBogus : reason;
                continue;
            }

            if (proof.Type == RecordType.Nsec
                || (HashedDenial.AreAlike(proof.Data[0], hashed.Count == 0 ? proof.Data[0] : hashed[0].Data[0])
                    && proof.Owner.Parent == trust.Zone))
            {
                list.Add(proof);
            }
        }

        if (hashed.Count > 0 && plain.Count == 0)
        {
            denial = HashedDenial.IterationsOf(hashed[0].Data[0]) <= HashedDenial.MostIterations
                ? new HashedDenial(hashed, trust.Zone)
                : null;
            return true;
        }

        denial = new NsecDenial(plain);
        return plain.Count > 0;
    }
}
