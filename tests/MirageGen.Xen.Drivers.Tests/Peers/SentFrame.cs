namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A frame as a netback got it.</summary>
/// <param name="Octets">What it holds.</param>
/// <param name="Flags">Of its first request.</param>
/// <param name="Slots">Slots that it took, with extra ones.</param>
/// <param name="SegmentOctets">Of its segmentation; zero when there was none.</param>
/// <param name="SegmentKind">1 for TCP over IPv4, 2 over IPv6.</param>
internal sealed record SentFrame(byte[] Octets, int Flags, int Slots, int SegmentOctets, int SegmentKind);
