namespace MirageGen;

/// <summary>
/// A report that a packet of ours was not delivered (RFC 792, RFC 4443). Anyone on the path can forge one: a transport
/// protocol believes it only when <see cref="Payload"/> quotes what it has really sent (RFC 5927), and takes it for a
/// hint even then.
/// </summary>
public readonly ref struct IpError
{
    /// <summary>Describes a report.</summary>
    /// <param name="kind">What went wrong.</param>
    /// <param name="packet">The header of the packet that it is about, with this host as its source.</param>
    /// <param name="payload">As much of that packet's payload as the report quotes.</param>
    public IpError(IpErrorKind kind, in IpHeader packet, ReadOnlySpan<byte> payload)
    {
        Kind = kind;
        Packet = packet;
        Payload = payload;
    }

    /// <summary>What went wrong.</summary>
    public IpErrorKind Kind { get; }

    /// <summary>The header of the packet that the report is about, with this host as its source.</summary>
    public IpHeader Packet { get; }

    /// <summary>As much of that packet's payload as is quoted: eight octets at least.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}
