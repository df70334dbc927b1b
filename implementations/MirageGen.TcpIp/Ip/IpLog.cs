using Microsoft.Extensions.Logging;
using MirageGen.Logging;

namespace MirageGen.TcpIp;

/// <summary>What IP and its configuration tell whoever runs the appliance.</summary>
internal sealed class IpLog(ILogger log)
{
    private static readonly LogMessage AddressConflictMessage = new(
        LogLevel.Error,
        nameof(AddressConflict),
        "The address {Address} of the interface {Interface} is also claimed by {Station}: give one of the two another address");

    private static readonly LogMessage DuplicateAddressMessage = new(
        LogLevel.Error,
        nameof(DuplicateAddress),
        "The address {Address} is not used on the interface {Interface}: another station has it");

    private static readonly LogMessage LeaseTakenMessage = new(
        LogLevel.Information,
        nameof(LeaseTaken),
        "The interface {Interface} has the address {Prefix}, leased from {Server}");

    private static readonly LogMessage LeaseExpiredMessage = new(
        LogLevel.Warning,
        nameof(LeaseExpired),
        "The lease of {Prefix} on the interface {Interface} ended: no server has renewed it");

    private static readonly LogMessage LeaseDeclinedMessage = new(
        LogLevel.Warning,
        nameof(LeaseDeclined),
        "The address {Address}, offered by DHCP on the interface {Interface}, is in use by another station: declined");

    private static readonly LogMessage NoLeaseYetMessage = new(
        LogLevel.Warning,
        nameof(NoLeaseYet),
        "The interface {Interface} has no address yet: no DHCP server has answered within {Seconds} seconds; it goes on asking");

    public void AddressConflict(IpAddress address, string @interface, MacAddress station) => AddressConflictMessage.Write(log, address, @interface, station);

    public void DuplicateAddress(IpAddress address, string @interface) => DuplicateAddressMessage.Write(log, address, @interface);

    public void LeaseTaken(string @interface, IpPrefix prefix, IpAddress server) => LeaseTakenMessage.Write(log, @interface, prefix, server);

    public void LeaseExpired(string @interface, IpPrefix prefix) => LeaseExpiredMessage.Write(log, prefix, @interface);

    public void LeaseDeclined(string @interface, IPv4Address address) => LeaseDeclinedMessage.Write(log, address, @interface);

    public void NoLeaseYet(string @interface, int seconds) => NoLeaseYetMessage.Write(log, @interface, seconds);
}
