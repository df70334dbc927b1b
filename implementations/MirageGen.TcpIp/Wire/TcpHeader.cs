namespace MirageGen.TcpIp.Wire;

/// <summary>What the header of a segment says (RFC 9293 section 3.1), without its checksum.</summary>
internal struct TcpHeader
{
    /// <summary>The sender's port.</summary>
    public ushort SourcePort { get; set; }

    /// <summary>The receiver's port.</summary>
    public ushort DestinationPort { get; set; }

    /// <summary>The sequence number of the first octet of payload, or of the SYN.</summary>
    public TcpSequence Sequence { get; set; }

    /// <summary>The next octet the sender expects; counts only with <see cref="TcpFlags.Ack"/>.</summary>
    public TcpSequence Acknowledgment { get; set; }

    /// <summary>The control bits.</summary>
    public TcpFlags Flags { get; set; }

    /// <summary>The receive window as it is on the wire, not scaled.</summary>
    public ushort Window { get; set; }

    /// <summary>Where urgent data ends; counts only with <see cref="TcpFlags.Urg"/>.</summary>
    public ushort UrgentPointer { get; set; }

    /// <summary>What the options say.</summary>
    public TcpOptions Options;

    /// <summary>Whether all of some control bits are set.</summary>
    public readonly bool Has(TcpFlags flags) => (Flags & flags) == flags;
}
