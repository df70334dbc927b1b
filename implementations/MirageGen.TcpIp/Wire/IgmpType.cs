namespace MirageGen.TcpIp.Wire;

/// <summary>Types of IGMP messages (RFC 1112, RFC 2236, RFC 3376 section 4).</summary>
internal enum IgmpType : byte
{
    Query = 0x11,
    ReportV1 = 0x12,
    ReportV2 = 0x16,
    Leave = 0x17,
    ReportV3 = 0x22,
}
