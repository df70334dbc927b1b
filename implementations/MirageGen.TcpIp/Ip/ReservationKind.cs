namespace MirageGen.TcpIp;

/// <summary>Where a packet lies that is reserved and not yet sent.</summary>
internal enum ReservationKind : byte
{
    /// <summary>Nowhere: nothing is reserved.</summary>
    None,

    /// <summary>In the device's memory.</summary>
    Device,

    /// <summary>In memory of our own: it is to be kept, fragmented or looped back.</summary>
    Scratch,
}
