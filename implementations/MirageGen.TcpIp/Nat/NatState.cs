namespace MirageGen.TcpIp;

/// <summary>How far a mapping of TCP has come, which says how long it is kept (RFC 5382 section 5).</summary>
internal enum NatState : byte
{
    /// <summary>Nobody has answered yet; other protocols stay here.</summary>
    Opening,

    /// <summary>The other end has answered.</summary>
    Established,

    /// <summary>Both ends have said their last, or one has reset it.</summary>
    Closing,
}
