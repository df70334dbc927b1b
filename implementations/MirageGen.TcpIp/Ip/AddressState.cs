namespace MirageGen.TcpIp;

/// <summary>What an address of an interface may be used for (RFC 4862 section 2).</summary>
internal enum AddressState : byte
{
    /// <summary>Nothing yet: it is being found out whether somebody has it.</summary>
    Tentative,

    /// <summary>Everything.</summary>
    Preferred,

    /// <summary>What has begun with it, and nothing new.</summary>
    Deprecated,
}
