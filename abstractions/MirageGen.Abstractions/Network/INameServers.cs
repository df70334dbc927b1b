namespace MirageGen;

/// <summary>The name servers that the network tells its hosts to ask: by DHCP, by router advertisements.</summary>
public interface INameServers
{
    /// <summary>Their addresses in the order to ask them; it may change at any time, and be empty.</summary>
    IReadOnlyList<IpAddress> NameServers { get; }
}
