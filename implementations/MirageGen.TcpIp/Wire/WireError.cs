namespace MirageGen.TcpIp.Wire;

/// <summary>What is wrong with octets received.</summary>
internal enum WireError : byte
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They end before what they announce.</summary>
    Truncated,

    /// <summary>A length in them is less than can be.</summary>
    BadLength,
}
