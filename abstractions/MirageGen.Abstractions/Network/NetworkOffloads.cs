namespace MirageGen;

/// <summary>What a network device does for its user.</summary>
[Flags]
public enum NetworkOffloads
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>It completes transport checksums of frames it sends.</summary>
    TransmitChecksum = 1,

    /// <summary>It cuts large TCP frames into segments, for both IP versions; implies <see cref="TransmitChecksum"/>.</summary>
    TcpSegmentation = 2,

    /// <summary>It may say that the checksum of a received frame is right.</summary>
    ReceiveChecksum = 4,

    /// <summary>It may hand over several received TCP segments as one frame of up to 65,549 octets.</summary>
    ReceiveCoalescing = 8,
}
