namespace MirageGen.TcpIp.Wire;

/// <summary>Codes of destination unreachable (RFC 4443 section 3.1).</summary>
internal static class IcmpV6Unreachable
{
    public const byte NoRoute = 0;
    public const byte Prohibited = 1;
    public const byte BeyondScope = 2;
    public const byte Address = 3;
    public const byte Port = 4;
    public const byte SourcePolicy = 5;
    public const byte RejectRoute = 6;
}
