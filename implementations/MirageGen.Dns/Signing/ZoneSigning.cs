using MirageGen.Dns.Signing;

namespace MirageGen.Dns;

/// <summary>How zones are signed (RFC 4035 section 2), those that there are keys of.</summary>
/// <param name="Keys">
/// The keys. A zone's key-signing keys sign the keys, its others everything else; where an algorithm has but one kind, that signs all.
/// </param>
public sealed record ZoneSigning(IReadOnlyList<SigningKey> Keys) : ISigning
{
    /// <summary>Keys at most.</summary>
    private const int MostKeys = 1000;

    /// <summary>For how long signatures hold; 14 days unless one says otherwise.</summary>
    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(14);

    /// <summary>How long before its end a signature is made anew: longer than secondaries go on without, and the longest time to live.</summary>
    public TimeSpan Renewal { get; init; } = TimeSpan.FromDays(7);

    void ISigning.Validate()
    {
        ArgumentNullException.ThrowIfNull(Keys);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Keys.Count, MostKeys, nameof(Keys));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Renewal, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Validity, Renewal);

        // Seconds of signatures are counted modulo 2^32 (RFC 4034 section 3.1.5).
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Validity, TimeSpan.FromDays(365 * 10), nameof(Validity));
        var known = new HashSet<(DomainName, byte, ushort)>();
        foreach (var key in Keys)
        {
            if (!known.Add((key.Zone, key.Algorithm, key.Tag)))
            {
                throw new ArgumentException($"The key {key.Tag} of {key.Zone} is there twice.", nameof(Keys));
            }
        }
    }

    bool ISigning.HasKeyOf(DomainName zone) => KeysOf(zone).Length > 0;

    async Task<SigningResult> ISigning.SignAsync(Zone zone, Zone? before, DateTimeOffset now, CancellationToken stop)
    {
        var keys = KeysOf(zone.Origin);
        var signer = new SetSigner(keys, this, now);
        var work = new ZoneSigner(zone, before, keys, signer);
        while (work.Step())
        {
            await Task.Yield();
            stop.ThrowIfCancellationRequested();
        }

        var left = TimeSpan.FromSeconds(unchecked((int)(signer.EarliestExpiration - (uint)now.ToUnixTimeSeconds())));
        return new(work.Signed!, signer.Made, now + left - Renewal);
    }

    private SigningKey[] KeysOf(DomainName zone)
    {
        List<SigningKey> keys = [];
        foreach (var key in Keys)
        {
            if (key.Zone == zone)
            {
                keys.Add(key);
            }
        }

        return [.. keys];
    }
}
