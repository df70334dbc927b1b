namespace MirageGen;

/// <summary>What a device knows about a frame it received.</summary>
/// <param name="Checksum">Whether transport checksums need checking.</param>
/// <param name="SegmentOctets">
/// When the device has coalesced several TCP segments into this frame, the payload of each but the last in octets;
/// otherwise zero.
/// </param>
public readonly record struct ReceiveFacts(ReceiveChecksum Checksum = ReceiveChecksum.Unchecked, int SegmentOctets = 0);
