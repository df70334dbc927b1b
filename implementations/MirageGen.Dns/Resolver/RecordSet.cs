namespace MirageGen.Dns.Resolver;

/// <summary>Records of one name and type as they came in a message, with their signatures.</summary>
internal sealed class RecordSet(DomainName owner, RecordType type)
{
    /// <summary>Whose they are.</summary>
    public DomainName Owner { get; } = owner;

    /// <summary>What they say.</summary>
    public RecordType Type { get; } = type;

    /// <summary>For how many seconds all of it holds.</summary>
    public uint Ttl { get; set; } = uint.MaxValue;

    /// <summary>Their data, names in it uncompressed.</summary>
    public List<byte[]> Data { get; } = [];

    /// <summary>The data of the RRSIG records that cover them.</summary>
    public List<byte[]> Signatures { get; } = [];

    /// <summary>The target of an alias, a DNAME or an NS record.</summary>
    public static DomainName? TargetOf(byte[] data) => DomainName.TryRead(data, out var target) ? target : null;
}
