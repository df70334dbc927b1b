namespace MirageGen.TcpIp;

/// <summary>How a destination is reached.</summary>
internal enum DestinationKind : byte
{
    /// <summary>Not at all.</summary>
    Unreachable,

    /// <summary>It is this host.</summary>
    Local,

    /// <summary>It is a group or everyone on a link.</summary>
    Group,

    /// <summary>Through a neighbour: itself or a router.</summary>
    Neighbour,
}
