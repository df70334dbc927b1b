namespace MirageGen.TcpIp;

/// <summary>What is done for an address that somebody else may have (RFC 5227).</summary>
internal enum ProbeAction : byte
{
    /// <summary>Everyone is asked whether he has it (section 2.1.1).</summary>
    Probe,

    /// <summary>Nobody has said so in time: it is this host's.</summary>
    Settle,

    /// <summary>Everyone is told that it is here (section 2.3).</summary>
    Announce,
}
