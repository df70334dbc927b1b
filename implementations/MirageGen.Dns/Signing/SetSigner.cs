using System.Buffers.Binary;
using MirageGen.Dns.Resolver;
using MirageGen.Dns.Validation;

namespace MirageGen.Dns.Signing;

/// <summary>Makes the signatures of one zone, or takes over those that were made before and still hold for long.</summary>
internal sealed class SetSigner
{
    /// <summary>Clocks of others may be behind.</summary>
    private static readonly TimeSpan Backdating = TimeSpan.FromHours(1);

    private readonly SigningKey[] _ofKeys;
    private readonly SigningKey[] _ofOthers;
    private readonly byte[] _zone;
    private readonly uint _inception;
    private readonly uint _expiration;
    private readonly uint _leastExpiration;

    /// <summary>Begins.</summary>
    /// <param name="keys">Of one zone; one at least.</param>
    /// <param name="signing">For how long signatures hold.</param>
    /// <param name="now">The time of day.</param>
    public SetSigner(SigningKey[] keys, ZoneSigning signing, DateTimeOffset now)
    {
        _zone = keys[0].Zone.ToCanonical().Octets.ToArray();
        _inception = Seconds(now - Backdating);
        _expiration = Seconds(now + signing.Validity);
        _leastExpiration = Seconds(now + signing.Renewal);
        EarliestExpiration = _expiration;
        _ofKeys = Array.FindAll(keys, key => key.IsEntryPoint || !HasKind(keys, key.Algorithm, isEntryPoint: true));
        _ofOthers = Array.FindAll(keys, key => !key.IsEntryPoint || !HasKind(keys, key.Algorithm, isEntryPoint: false));
    }

    /// <summary>How many signatures were made, and not taken over.</summary>
    public long Made { get; private set; }

    /// <summary>When the first signature of all ends, in seconds since 1970 modulo 2^32.</summary>
    public uint EarliestExpiration { get; private set; }

    /// <summary>Signs a set by each key that is for it.</summary>
    /// <param name="set">The set.</param>
    /// <param name="before">The same set with its signatures as it was before; null when it was not, or was another.</param>
    /// <returns>The data of RRSIG records.</returns>
    public IEnumerable<byte[]> Sign(RecordSet set, RecordSet? before)
    {
        foreach (var key in set.Type == RecordType.Dnskey ? _ofKeys : _ofOthers)
        {
            var signature = before?.Signatures.Find(made => IsOf(made, key)) ?? Make(set, key);
            var end = new SignatureView(signature).Expiration;
            if (IsBefore(end, EarliestExpiration))
            {
                EarliestExpiration = end;
            }

            yield return signature;
        }
    }

    private static bool HasKind(SigningKey[] keys, byte algorithm, bool isEntryPoint) =>
        Array.Exists(keys, key => key.Algorithm == algorithm && key.IsEntryPoint == isEntryPoint);

    private static uint Seconds(DateTimeOffset time) => unchecked((uint)time.ToUnixTimeSeconds());

    /// <summary>By serial number arithmetic (RFC 4034 section 3.1.5).</summary>
    private static bool IsBefore(uint one, uint other) => unchecked((int)(one - other)) < 0;

    private bool IsOf(byte[] made, SigningKey key)
    {
        var view = new SignatureView(made);
        return view.Algorithm == key.Algorithm && view.KeyTag == key.Tag && IsBefore(_leastExpiration, view.Expiration);
    }

    private byte[] Make(RecordSet set, SigningKey key)
    {
        Made++;
        var head = new byte[SignatureView.FixedOctets + _zone.Length];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)set.Type);
        head[2] = key.Algorithm;
        head[3] = (byte)SignedSet.CountedLabels(set.Owner);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(4), set.Ttl);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(8), _expiration);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), _inception);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(16), key.Tag);
        _zone.CopyTo(head, SignatureView.FixedOctets);
        return [.. head, .. key.Sign(SignedSet.Write(set, new(head)))];
    }
}
