namespace MirageGen.TcpIp;

/// <summary>A packet on its way in, as it lies in the frame it came in.</summary>
/// <param name="interface">Where it arrived; where its answer would leave, when it never left this host.</param>
/// <param name="header">Between whom it travels.</param>
/// <param name="frame">Its frame, trimmed to its end.</param>
/// <param name="headerOffset">Where its IP header begins.</param>
/// <param name="payloadOffset">Where its payload begins.</param>
/// <param name="isToGroup">Whether the frame was for several stations.</param>
internal readonly ref struct InboundPacket(
    IpInterface @interface, in IpHeader header, in ReceivedFrame frame, int headerOffset, int payloadOffset, bool isToGroup)
{
    private readonly IpHeader _header = header;
    private readonly ReceivedFrame _frame = frame;

    public IpInterface Interface { get; } = @interface;

    public int HeaderOffset { get; } = headerOffset;

    public int PayloadOffset { get; } = payloadOffset;

    public bool IsToGroup { get; } = isToGroup;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref readonly IpHeader Header => ref _header;

    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ref readonly ReceivedFrame Frame => ref _frame;

    /// <summary>Octets of the payload.</summary>
    public int PayloadOctets => _frame.Length - PayloadOffset;

    /// <summary>The part of the payload that lies in the frame's first piece: all of it, or headers at least.</summary>
    public ReadOnlySpan<byte> PayloadHead => _frame.Head[Math.Min(PayloadOffset, _frame.Head.Length)..];

    /// <summary>Where in the packet the offset of a field is, in octets.</summary>
    public int PayloadStart => PayloadOffset - HeaderOffset;
}
