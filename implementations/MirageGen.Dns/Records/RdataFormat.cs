namespace MirageGen.Dns;

/// <summary>The data of one type of record, as a sequence of fields.</summary>
internal sealed class RdataFormat(RecordType type, string mnemonic, params RdataFieldKind[] fields)
{
    private readonly RdataFieldKind[] _fields = fields;

    /// <summary>The type.</summary>
    public RecordType Type { get; } = type;

    /// <summary>Its name in text, in capitals.</summary>
    public string Mnemonic { get; } = mnemonic;

    /// <summary>Its fields, in their order; none for a type that stands in messages only.</summary>
    public ReadOnlySpan<RdataFieldKind> Fields => _fields;

    /// <summary>Whether the type means this in the class IN only (RFC 3597 section 5); in others its data is octets.</summary>
    public bool IsInternetOnly => Type is RecordType.A or RecordType.Aaaa or RecordType.Srv or RecordType.KX
        or RecordType.Naptr or RecordType.Svcb or RecordType.Https;
}
