namespace MirageGen.TcpIp.Wire;

/// <summary>Why octets are not what they should be.</summary>
internal enum WireError : byte
{
    /// <summary>They are.</summary>
    None,

    /// <summary>They end before the header does.</summary>
    Truncated,

    /// <summary>They are of another version of the protocol.</summary>
    Version,

    /// <summary>A length in them contradicts another, or the octets there are.</summary>
    Length,

    /// <summary>Their checksum is wrong.</summary>
    Checksum,

    /// <summary>An option is malformed.</summary>
    Option,

    /// <summary>A field has a value that the protocol rules out.</summary>
    Value,
}
