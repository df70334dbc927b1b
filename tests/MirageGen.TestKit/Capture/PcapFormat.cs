namespace MirageGen.TestKit;

/// <summary>
/// The constants of libpcap's file format (IETF draft-ietf-opsawg-pcap): a header of 24 octets, then each frame behind a
/// header of 16.
/// </summary>
internal static class PcapFormat
{
    public const uint MicrosecondMagic = 0xA1B2_C3D4;
    public const uint NanosecondMagic = 0xA1B2_3C4D;
    public const int FileHeaderOctets = 24;
    public const int FrameHeaderOctets = 16;
    public const ushort Major = 2;
    public const ushort Minor = 4;
    public const int SnapshotOctets = 262_144;
    public const uint Ethernet = 1;
}
