namespace MirageGen.TcpIp;

/// <summary>An address that a DHCP server has given or offered.</summary>
/// <param name="Address">The address.</param>
/// <param name="Station">Whose it is.</param>
/// <param name="Until">When it is free again, in the clock's time.</param>
/// <param name="IsTaken">Whether the client has asked for it; before, it is only held for him.</param>
internal readonly record struct DhcpBinding(IPv4Address Address, MacAddress Station, TimeSpan Until, bool IsTaken);
