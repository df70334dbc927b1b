namespace MirageGen.TcpIp.Wire;

/// <summary>Codes of destination unreachable (RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1).</summary>
internal static class IcmpUnreachable
{
    public const byte Network = 0;
    public const byte Host = 1;
    public const byte Protocol = 2;
    public const byte Port = 3;
    public const byte FragmentationNeeded = 4;
    public const byte SourceRouteFailed = 5;
    public const byte NetworkProhibited = 9;
    public const byte HostProhibited = 10;
    public const byte Prohibited = 13;
}
