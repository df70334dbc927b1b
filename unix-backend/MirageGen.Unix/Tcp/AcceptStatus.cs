namespace MirageGen.Unix.Tcp;

/// <summary>How an attempt to accept ended.</summary>
internal enum AcceptStatus : byte
{
    /// <summary>There is a connection.</summary>
    Accepted,

    /// <summary>Nobody waits; the socket will say when someone does.</summary>
    NobodyWaits,

    /// <summary>One that waited is gone; try again.</summary>
    Lost,

    /// <summary>The process or the host has no room for another socket.</summary>
    NoRoom,
}
