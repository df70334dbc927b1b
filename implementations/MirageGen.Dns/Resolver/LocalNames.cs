using MirageGen.Dns.Cache;

namespace MirageGen.Dns.Resolver;

/// <summary>Names that no server of the Internet is asked about (RFC 6303, RFC 6761, RFC 7686): there are none of them.</summary>
internal static class LocalNames
{
    private const uint Seconds = 10_800;

    private static readonly HashSet<DomainName> Set = MakeSet();
    private static readonly DomainName Localhost = DomainName.Parse("localhost.");

    /// <summary>Whether a name is one of them, or below one.</summary>
    public static bool Contains(DomainName name)
    {
        for (var at = name; at is not null; at = at.Parent)
        {
            if (Set.Contains(at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What is known of one of them: localhost is this host, the others are not there.</summary>
    public static Resolution Answer(in ResolverQuestion question)
    {
        var isLocalhost = question.Name.IsSubdomainOf(Localhost);
        byte[]? address = !isLocalhost ? null
            : question.Type == RecordType.A ? [127, 0, 0, 1]
            : question.Type == RecordType.Aaaa ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
            : null;
        var set = new RecordSet(question.Name, question.Type);
        if (address is not null)
        {
            set.Data.Add(address);
        }

        var link = new LinkAnswer
        {
            Kind = address is not null ? CachedKind.Records : isLocalhost ? CachedKind.NoData : CachedKind.NameError,
            Name = question.Name,
            Answer = address is null ? null : set,
            Security = Security.Insecure,
            Ttl = Seconds,
        };
        return new(isLocalhost ? ResponseCode.NoError : ResponseCode.NameError, [link], null, IsStale: false);
    }

    private static HashSet<DomainName> MakeSet()
    {
        HashSet<DomainName> names = [];
        foreach (var name in (string[])
        [
            "test.", "invalid.", "onion.", "local.", "localhost.", "0.in-addr.arpa.", "127.in-addr.arpa.", "10.in-addr.arpa.",
            "254.169.in-addr.arpa.", "168.192.in-addr.arpa.", "2.0.192.in-addr.arpa.", "100.51.198.in-addr.arpa.",
            "113.0.203.in-addr.arpa.", "255.255.255.255.in-addr.arpa.", "d.f.ip6.arpa.", "8.e.f.ip6.arpa.", "9.e.f.ip6.arpa.",
            "a.e.f.ip6.arpa.", "b.e.f.ip6.arpa.", "8.b.d.0.1.0.0.2.ip6.arpa.",
        ])
        {
            names.Add(DomainName.Parse(name));
        }

        for (var octet = 16; octet < 32; octet++)
        {
            names.Add(DomainName.Parse($"{octet}.172.in-addr.arpa."));
        }

        return names;
    }
}
