using MirageGen.Dns.Cache;

namespace MirageGen.Dns;

/// <summary>Limits of a <see cref="DnsResolver"/>, and whom it trusts.</summary>
public sealed record DnsResolverOptions
{
    private static IpPrefix[] PrivateNetworks { get; } =
    [
        IpPrefix.Parse("127.0.0.0/8"), IpPrefix.Parse("10.0.0.0/8"), IpPrefix.Parse("172.16.0.0/12"), IpPrefix.Parse("192.168.0.0/16"),
        IpPrefix.Parse("169.254.0.0/16"), IpPrefix.Parse("::1/128"), IpPrefix.Parse("fc00::/7"), IpPrefix.Parse("fe80::/10"),
    ];

    /// <summary>The defaults.</summary>
    public static DnsResolverOptions Default { get; } = new();

    /// <summary>Clients that may ask; by default those of this host and of private networks (RFC 1918, 4193, 3927, 4291).</summary>
    public IReadOnlyList<IpPrefix> Allowed { get; init; } = PrivateNetworks;

    /// <summary>Addresses of servers of the root; by default the Internet's.</summary>
    public IReadOnlyList<IpAddress> Hints { get; init; } = RootServers.Addresses;

    /// <summary>DS records of the root's keys that are trusted; by default the Internet's. Without any, nothing is validated.</summary>
    public IReadOnlyList<ResourceRecord> Anchors { get; init; } = RootServers.Anchors;

    /// <summary>The port at which name servers are asked; another one in a laboratory.</summary>
    public int ServerPort { get; init; } = DnsServer.DefaultPort;

    /// <summary>Octets of the cache.</summary>
    public int CacheBytes { get; init; } = 8 << 20;

    /// <summary>For how long what is out of date is kept, in case that nothing newer can be had (RFC 8767).</summary>
    public TimeSpan StaleTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a client waits before it is given what is out of date (RFC 8767 section 5).</summary>
    public TimeSpan StaleAnswerDelay { get; init; } = TimeSpan.FromSeconds(1.8);

    /// <summary>How long a question may take.</summary>
    public TimeSpan QuestionTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Different questions under way at once; beyond, clients are answered SERVFAIL.</summary>
    public int MaxOpen { get; init; } = 1_000;

    /// <summary>Clients that wait at once.</summary>
    public int MaxWaiting { get; init; } = 4_000;

    /// <summary>How often servers are asked for one question.</summary>
    public int MaxQuestions { get; init; } = 100;

    /// <summary>How many addresses of name servers are looked up for one question.</summary>
    public int MaxFetches { get; init; } = 12;

    /// <summary>How many signatures are verified for one question (CVE-2023-50387, "KeyTrap").</summary>
    public int MaxVerifications { get; init; } = 64;

    /// <summary>How many name servers are remembered.</summary>
    public int MaxServers { get; init; } = 4_096;

    /// <summary>The most octets of a datagram to a client.</summary>
    public int MaxDatagramBytes { get; init; } = 1232;

    /// <summary>Connections at once; beyond, as <see cref="DnsServerOptions.MaxConnections"/> has it.</summary>
    public int MaxConnections { get; init; } = 200;

    /// <summary>How long a connection may be idle.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Hints.Count, nameof(Hints));
        ArgumentOutOfRangeException.ThrowIfLessThan(CacheBytes, RecordCache.LeastOctets);
        ArgumentOutOfRangeException.ThrowIfNegative(StaleTime.Ticks, nameof(StaleTime));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(QuestionTime, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxOpen);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxWaiting);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxQuestions);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxServers);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxConnections);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDatagramBytes, 512);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxDatagramBytes, ushort.MaxValue);
    }

    internal bool Allows(IpAddress client)
    {
        for (var i = 0; i < Allowed.Count; i++)
        {
            if (Allowed[i].Contains(client))
            {
                return true;
            }
        }

        return false;
    }
}
