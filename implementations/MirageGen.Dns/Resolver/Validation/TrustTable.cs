using MirageGen.Dns.Cache;

namespace MirageGen.Dns.Validation;

/// <summary>What was found out of zones, a bounded number of them, for as long as it holds.</summary>
internal sealed class TrustTable(TimeProvider clock, int capacity)
{
    private const uint MostSeconds = 3600;
    private const uint BogusSeconds = 60;

    private readonly Dictionary<DomainName, (ZoneTrust Trust, long Since)> _zones = [];

    /// <summary>How many there are.</summary>
    public int Count => _zones.Count;

    /// <summary>Finds what still holds.</summary>
    public ZoneTrust? Find(DomainName name) =>
        _zones.TryGetValue(name, out var known) && clock.GetElapsedTime(known.Since).TotalSeconds < Lifetime(known.Trust) ? known.Trust : null;

    /// <summary>Keeps what was found out.</summary>
    public void Keep(DomainName name, ZoneTrust trust)
    {
        if (_zones.Count >= capacity && !_zones.ContainsKey(name))
        {
            Forget();
        }

        _zones[name] = (trust, clock.GetTimestamp());
    }

    private static uint Lifetime(ZoneTrust trust) => Math.Min(trust.Seconds, trust.Security == Security.Bogus ? BogusSeconds : MostSeconds);

    /// <summary>Forgets half, the oldest.</summary>
    private void Forget()
    {
        var all = new List<KeyValuePair<DomainName, (ZoneTrust Trust, long Since)>>(_zones);
        all.Sort(static (left, right) => left.Value.Since.CompareTo(right.Value.Since));
        for (var i = 0; i <= all.Count / 2 && i < all.Count; i++)
        {
            _zones.Remove(all[i].Key);
        }
    }
}
