namespace MirageGen.TcpIp.Tests.Tcp.Device;

/// <summary>Flows over a wire that loses, doubles and reorders frames.</summary>
public sealed class LossyPairs() : TransportPairs(SimulatedWire.Ideal with
{
    Delay = TimeSpan.FromMilliseconds(5),
    Jitter = TimeSpan.FromMilliseconds(1),
    Loss = 0.01,
    Duplication = 0.01,
    Reordering = 0.02,
});
