using MirageGen.Dns.Resolver;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Validation;

/// <summary>Verifies sets of records by a zone's keys.</summary>
internal sealed class SetCheck(TimeProvider clock)
{
    /// <summary>How many signatures of a set are looked at, and how many keys of one tag are tried (CVE-2023-50387, "KeyTrap").</summary>
    private const int MostSignatures = 8;
    private const int MostKeysOfTag = 4;

    /// <summary>Verifies a set. Its time to live is shortened to what was signed.</summary>
    /// <param name="set">The records and their signatures.</param>
    /// <param name="zone">Who must have signed.</param>
    /// <param name="keys">The keys to believe.</param>
    /// <param name="work">Bounds what is verified.</param>
    /// <param name="labels">How many labels of the owner were signed; fewer than it has when it was made of a wildcard.</param>
    /// <param name="error">Why it does not verify.</param>
    public bool Verify(
        RecordSet set, DomainName zone, IReadOnlyList<byte[]> keys, Work work, out int labels, out ExtendedErrorCode error)
    {
        labels = SignedSet.CountedLabels(set.Owner);
        error = set.Signatures.Count == 0 ? ExtendedErrorCode.SignaturesMissing : ExtendedErrorCode.DnssecBogus;
        if (set.Data.Count == 0 || !set.Owner.IsSubdomainOf(zone))
        {
            return false;
        }

        for (var i = 0; i < Math.Min(set.Signatures.Count, MostSignatures); i++)
        {
            var signature = new SignatureView(set.Signatures[i]);
            if (!NameOctets.Equals(signature.Signer, zone.Octets)
                || signature.Labels > labels
                || !SignatureAlgorithms.Knows(signature.Algorithm)
                || !IsInTime(signature, ref error)
                || !Verify(set, signature, keys, work, ref error))
            {
                continue;
            }

            labels = signature.Labels;
            set.Ttl = Math.Min(Math.Min(set.Ttl, signature.OriginalTtl), signature.Expiration - Now);
            error = ExtendedErrorCode.Other;
            return true;
        }

        return false;
    }

    private uint Now => (uint)clock.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Whether now is within a signature's time, by serial numbers (RFC 4034 section 3.1.5, RFC 1982).</summary>
    private bool IsInTime(SignatureView signature, ref ExtendedErrorCode error)
    {
        if ((int)(Now - signature.Inception) < 0)
        {
            error = ExtendedErrorCode.SignatureNotYetValid;
            return false;
        }

        if ((int)(signature.Expiration - Now) < 0)
        {
            error = ExtendedErrorCode.SignatureExpired;
            return false;
        }

        return true;
    }

    private static bool Verify(
        RecordSet set, SignatureView signature, IReadOnlyList<byte[]> keys, Work work, ref ExtendedErrorCode error)
    {
        byte[]? signed = null;
        var tried = 0;
        foreach (var data in keys)
        {
            var key = new KeyView(data);
            if (key.Algorithm != signature.Algorithm || !key.IsZoneKey || key.Tag != signature.KeyTag)
            {
                continue;
            }

            if (tried++ == MostKeysOfTag || !work.TryVerify())
            {
                return false;
            }

            signed ??= SignedSet.Write(set, signature);
            if (SignatureAlgorithms.Verify(signature.Algorithm, key.Key, signed, signature.Signature))
            {
                return true;
            }
        }

        error = tried == 0 && error == ExtendedErrorCode.DnssecBogus ? ExtendedErrorCode.DnskeyMissing : error;
        return false;
    }
}
