namespace MirageGen;

/// <summary>Why a packet did not reach its destination, as routers and the destination itself report it.</summary>
public enum IpErrorKind : byte
{
    /// <summary>No route to the network or the host, or the next hop does not answer.</summary>
    Unreachable,

    /// <summary>The destination has nothing behind the port.</summary>
    PortUnreachable,

    /// <summary>The destination does not know the protocol.</summary>
    ProtocolUnreachable,

    /// <summary>A filter refuses it.</summary>
    Prohibited,

    /// <summary>It is larger than the path takes; <see cref="IIp.MaxPayload"/> knows the new size already.</summary>
    TooBig,

    /// <summary>It passed too many routers, or its fragments did not all arrive in time.</summary>
    TimeExceeded,

    /// <summary>Its header was not understood.</summary>
    ParameterProblem,
}
