namespace MirageGen.Unix.Ports;

/// <summary>The address that stands for every address of its version, when a socket is bound to it (0.0.0.0 and ::).</summary>
internal static class AnyAddress
{
    /// <summary>Whether an address is one of the two.</summary>
    public static bool Is(IpAddress address) => address == IPv4Address.Any || address == IPv6Address.Any;
}
