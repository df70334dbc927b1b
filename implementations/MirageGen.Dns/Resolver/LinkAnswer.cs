using MirageGen.Dns.Cache;
using MirageGen.Dns.Wire;

namespace MirageGen.Dns.Resolver;

/// <summary>What is known of one name and type, an alias maybe, which is not followed.</summary>
internal sealed class LinkAnswer
{
    /// <summary>What it is.</summary>
    public required CachedKind Kind { get; init; }

    /// <summary>The name that was asked for.</summary>
    public required DomainName Name { get; init; }

    /// <summary>The zone whose servers said so.</summary>
    public DomainName Zone { get; init; } = DomainName.Root;

    /// <summary>The records of the name: those that were asked for, or a CNAME.</summary>
    public RecordSet? Answer { get; init; }

    /// <summary>A DNAME above the name, from which its CNAME was made.</summary>
    public RecordSet? Redirection { get; init; }

    /// <summary>What proves a denial, or that a wildcard was right: SOA, NSEC, NSEC3.</summary>
    public IReadOnlyList<RecordSet> Proofs { get; init; } = [];

    /// <summary>What signatures say.</summary>
    public Security Security { get; set; }

    /// <summary>Why it failed, when it did; or why it is bogus.</summary>
    public ExtendedErrorCode Error { get; set; }

    /// <summary>For how many seconds it holds.</summary>
    public uint Ttl { get; set; }

    /// <summary>A failure.</summary>
    public static LinkAnswer Fail(DomainName name, ExtendedErrorCode error, Security security = Security.Unchecked) =>
        new() { Kind = CachedKind.Failure, Name = name, Error = error, Security = security };
}
