namespace MirageGen;

/// <summary>How a device cuts a large frame into segments.</summary>
public enum Segmentation : byte
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>TCP over IPv4.</summary>
    TcpV4,

    /// <summary>TCP over IPv6.</summary>
    TcpV6,
}
