using System.Runtime.CompilerServices;

namespace MirageGen.TcpIp.Wire;

/// <summary>As many SACK blocks as the options of one segment can hold.</summary>
[InlineArray(Most)]
internal struct SackBlocks
{
    /// <summary>Forty octets of options have room for no more (RFC 2018 section 3).</summary>
    public const int Most = 4;

    private SackBlock _first;
}
