namespace MirageGen.TcpIp.Wire;

/// <summary>What a sender is told about its extension headers (RFC 4443 section 3.4).</summary>
internal enum ChainProblem : byte
{
    /// <summary>Nothing: the packet is dropped in silence.</summary>
    None,

    /// <summary>A field has a value that is not allowed (code 0).</summary>
    Field,

    /// <summary>A next header is not known, or not where it may be (code 1).</summary>
    NextHeader,

    /// <summary>An option is not known (code 2), whatever the destination.</summary>
    Option,

    /// <summary>An option is not known (code 2), and the sender is told unless it wrote to a group.</summary>
    OptionUnlessMulticast,
}
