namespace MirageGen.Dns;

/// <summary>Why octets are not the data of a type.</summary>
internal enum RdataError : byte
{
    /// <summary>They are.</summary>
    None,

    /// <summary>They end within a field.</summary>
    Truncated,

    /// <summary>There are octets behind the last field.</summary>
    Trailing,

    /// <summary>A name is malformed, or compressed where none may be.</summary>
    Name,

    /// <summary>A field has a value that its type rules out.</summary>
    Value,

    /// <summary>There are more than 65535 of them.</summary>
    TooLong,
}
