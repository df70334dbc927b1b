namespace MirageGen.TcpIp;

/// <summary>Where a DHCP client is (RFC 2131 section 4.4).</summary>
internal enum DhcpState : byte
{
    /// <summary>Looking for servers.</summary>
    Selecting,

    /// <summary>Asking one for the address it has offered.</summary>
    Requesting,

    /// <summary>Asking the link whether somebody has that address.</summary>
    Probing,

    /// <summary>Using it.</summary>
    Bound,

    /// <summary>Using it, and asking its server for more time.</summary>
    Renewing,

    /// <summary>Using it, and asking any server for more time.</summary>
    Rebinding,

    /// <summary>Waiting before it begins anew.</summary>
    Waiting,
}
