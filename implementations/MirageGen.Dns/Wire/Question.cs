namespace MirageGen.Dns.Wire;

/// <summary>A question where it stands in a message (RFC 1035 section 4.1.2).</summary>
internal readonly ref struct Question(MessageName name, RecordType type, RecordClass @class)
{
    /// <summary>Its type and class, behind the name.</summary>
    public const int FixedOctets = 4;

    /// <summary>About which name.</summary>
    public MessageName Name { get; } = name;

    /// <summary>What kind of record.</summary>
    public RecordType Type { get; } = type;

    /// <summary>Of what class.</summary>
    public RecordClass Class { get; } = @class;
}
