namespace MirageGen;

/// <summary>A TCP connection.</summary>
public interface ITcpFlow : IFlow
{
    /// <summary>This end.</summary>
    IpEndpoint LocalEndpoint { get; }

    /// <summary>The peer's end.</summary>
    IpEndpoint RemoteEndpoint { get; }
}
