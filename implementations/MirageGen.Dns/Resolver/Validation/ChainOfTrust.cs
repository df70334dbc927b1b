using MirageGen.Dns.Cache;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Validation;

/// <summary>
/// Finds out which keys are to be believed for a zone: from the anchors down, by DS records of the zone above and DNSKEY
/// records of the zone itself (RFC 4035 section 5).
/// </summary>
internal sealed class ChainOfTrust(Iterator iterator, SetCheck check, TrustTable table, DnsResolverOptions options)
{
    private const uint InsecureSeconds = 3600;

    /// <summary>How many DS records of a zone are tried.</summary>
    private const int MostDelegations = 8;

    /// <summary>Finds the zone that a name is in, or begins, and its keys.</summary>
    public async ValueTask<ZoneTrust> OfAsync(DomainName name, Work work)
    {
        if (table.Find(name) is { } known)
        {
            return known;
        }

        var trust = name.IsRoot ? await RootAsync(work) : await BelowAsync(name, work);
        if (!work.IsOver)
        {
            table.Keep(name, trust);
        }

        return trust;
    }

    /// <summary>Whether a zone is proved to need no signatures, or a name in it below a cut that its servers did not tell of.</summary>
    /// <param name="zone">The zone whose servers answered.</param>
    /// <param name="name">The name they answered for.</param>
    /// <param name="type">The type.</param>
    /// <param name="work">What it may cost.</param>
    public async ValueTask<ZoneTrust> OfUnsignedAsync(DomainName zone, DomainName name, RecordType type, Work work)
    {
        var trust = await OfAsync(zone, work);
        var end = name.LabelCount - (type == RecordType.DS ? 1 : 0);
        for (var labels = zone.LabelCount + 1; labels <= end && trust.Security == Security.Secure; labels++)
        {
            var below = name;
            while (below.LabelCount > labels)
            {
                below = below.Parent!;
            }

            trust = await OfAsync(below, work);
        }

        return trust.Security == Security.Secure
            ? trust with { Security = Security.Bogus, Error = ExtendedErrorCode.SignaturesMissing }
            : trust;
    }

    /// <summary>The zone that signed a set; null when none did that can have.</summary>
    public static DomainName? SignerOf(RecordSet set)
    {
        foreach (var signature in set.Signatures)
        {
            var signer = DomainName.FromSound(new SignatureView(signature).Signer);
            if (set.Owner.IsSubdomainOf(signer) && (set.Type != RecordType.DS || set.Owner != signer))
            {
                return signer.ToCanonical();
            }
        }

        return null;
    }

    private ValueTask<ZoneTrust> RootAsync(Work work)
    {
        var delegations = new List<byte[]>();
        foreach (var anchor in options.Anchors)
        {
            delegations.Add(anchor.Data.ToArray());
        }

        return KeysAsync(DomainName.Root, delegations, uint.MaxValue, work);
    }

    private async ValueTask<ZoneTrust> BelowAsync(DomainName name, Work work)
    {
        var link = await iterator.AskAsync(name, RecordType.DS, work);
        if (link.Kind == CachedKind.Failure)
        {
            return Bogus(name, link.Error);
        }

        var signer = link.Answer is { } answer ? SignerOf(link.Redirection ?? answer) : DenialCheck.SignerOf(link, isAboveCut: true);
        var above = await OfAsync(signer is null || signer == name ? name.Parent! : signer, work);
        if (above.Security != Security.Secure)
        {
            return above;
        }

        if (link.Answer is { } set)
        {
            if (!check.Verify(link.Redirection ?? set, above.Zone, above.Keys, work, out _, out var error))
            {
                return Bogus(name, error);
            }

            // An alias is no zone: the name is in the zone above.
            return set.Type == RecordType.DS ? await KeysAsync(name, set.Data, set.Ttl, work) : above;
        }

        return DenialCheck.Judge(link, RecordType.DS, above, check, work, out var reason) switch
        {
            DenialVerdict.UnsignedZone or DenialVerdict.OptedOut =>
                new(Security.Insecure, name, [], ExtendedErrorCode.Other, Math.Min(link.Ttl, InsecureSeconds)),
            DenialVerdict.Proved => above,
            _ => Bogus(name, reason),
        };
    }

    /// <summary>Asks for a zone's keys, of which one must be that of a DS record and have signed all of them.</summary>
    private async ValueTask<ZoneTrust> KeysAsync(DomainName zone, List<byte[]> delegations, uint seconds, Work work)
    {
        var usable = delegations.FindAll(static data => SignatureAlgorithms.Knows(data[2]) && SignatureAlgorithms.KnowsDigest(data[3]));
        if (usable.Count == 0)
        {
            // Signed by what is not known here, which is as if not signed (RFC 4035 section 5.2).
            var reason = delegations.Exists(static data => SignatureAlgorithms.Knows(data[2]))
                ? ExtendedErrorCode.UnsupportedDsDigest
                : ExtendedErrorCode.UnsupportedDnskeyAlgorithm;
            return new(Security.Insecure, zone, [], reason, Math.Min(seconds, InsecureSeconds));
        }

        var link = await iterator.AskAsync(zone, RecordType.Dnskey, work);
        if (link.Answer is not { Type: RecordType.Dnskey } keys)
        {
            return Bogus(zone, link.Kind == CachedKind.Failure ? link.Error : ExtendedErrorCode.DnskeyMissing);
        }

        var anchored = Anchored(zone, keys, usable);
        if (anchored.Count == 0)
        {
            return Bogus(zone, ExtendedErrorCode.DnskeyMissing);
        }

        return check.Verify(keys, zone, anchored, work, out _, out var error)
            ? new(Security.Secure, zone, keys.Data, ExtendedErrorCode.Other, Math.Min(keys.Ttl, seconds))
            : Bogus(zone, error);
    }

    /// <summary>The keys that DS records are of (RFC 4034 section 5.1.4).</summary>
    private static List<byte[]> Anchored(DomainName zone, RecordSet keys, List<byte[]> delegations)
    {
        var anchored = new List<byte[]>();
        foreach (var data in keys.Data)
        {
            var key = new KeyView(data);
            var tag = key.Tag;
            if (!key.IsZoneKey)
            {
                continue;
            }

            for (var i = 0; i < Math.Min(delegations.Count, MostDelegations); i++)
            {
                var delegation = delegations[i];
                if (RdataField.ReadNumber(delegation.AsSpan(0, 2)) == tag
                    && delegation[2] == key.Algorithm
                    && SignatureAlgorithms.IsDigest(delegation[3], [.. zone.ToCanonical().Octets, .. data], delegation.AsSpan(4)))
                {
                    anchored.Add(data);
                    break;
                }
            }
        }

        return anchored;
    }

    private static ZoneTrust Bogus(DomainName zone, ExtendedErrorCode error) =>
        new(Security.Bogus, zone, [], error, uint.MaxValue);
}
