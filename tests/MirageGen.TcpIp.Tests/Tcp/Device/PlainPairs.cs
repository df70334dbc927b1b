namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Flows over a device that does nothing for its user.</summary>
public sealed class PlainPairs() : TransportPairs(SimulatedWire.Ideal);
