namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Flows over IPv6, and a device that cuts segments and puts them together, and hands frames over in pieces.</summary>
public sealed class OffloadPairs() : TransportPairs(
    SimulatedWire.Ideal with { Delay = TimeSpan.FromMilliseconds(1) },
    segment =>
    {
        segment.Offloads = NetworkOffloads.TcpSegmentation | NetworkOffloads.ReceiveChecksum | NetworkOffloads.ReceiveCoalescing;
        segment.PieceOctets = 3000;
    },
    isV6: true);
