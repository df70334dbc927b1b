using Microsoft.Extensions.Logging;

namespace MirageGen.TcpIp;

/// <summary>What IP and its configuration tell whoever runs the appliance.</summary>
internal sealed partial class IpLog(ILogger log)
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The address {Address} of the interface {Interface} is also claimed by {Station}: give one of the two another address")]
    public partial void AddressConflict(IpAddress address, string @interface, MacAddress station);

    [LoggerMessage(Level = LogLevel.Error, Message = "The address {Address} is not used on the interface {Interface}: another station has it")]
    public partial void DuplicateAddress(IpAddress address, string @interface);

    [LoggerMessage(Level = LogLevel.Information, Message = "The interface {Interface} has the address {Prefix}, leased from {Server}")]
    public partial void LeaseTaken(string @interface, IpPrefix prefix, IpAddress server);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lease of {Prefix} on the interface {Interface} ended: no server has renewed it")]
    public partial void LeaseExpired(string @interface, IpPrefix prefix);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The address {Address}, offered by DHCP on the interface {Interface}, is in use by another station: declined")]
    public partial void LeaseDeclined(string @interface, IPv4Address address);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The interface {Interface} has no address yet: no DHCP server has answered within {Seconds} seconds; it goes on asking")]
    public partial void NoLeaseYet(string @interface, int seconds);
}
