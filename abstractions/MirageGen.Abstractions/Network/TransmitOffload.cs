namespace MirageGen;

/// <summary>What the device is to do with a frame it sends.</summary>
/// <param name="ChecksumStart">
/// Offset in the frame of the first octet of the transport header; the device sums from here to the end.
/// </param>
/// <param name="ChecksumOffset">
/// Offset from <paramref name="ChecksumStart"/> of the checksum field, which holds the pseudo-header's sum; 16 for TCP, 6 for
/// UDP, zero for no checksum to make.
/// </param>
/// <param name="Segmentation">Whether the frame is to be cut into segments.</param>
/// <param name="SegmentOctets">The payload of each segment in octets when it is.</param>
/// <param name="HeaderOctets">The headers in front of the payload in octets when it is: Ethernet, IP and TCP.</param>
public readonly record struct TransmitOffload(
    ushort ChecksumStart,
    ushort ChecksumOffset,
    Segmentation Segmentation = Segmentation.None,
    ushort SegmentOctets = 0,
    ushort HeaderOctets = 0);
