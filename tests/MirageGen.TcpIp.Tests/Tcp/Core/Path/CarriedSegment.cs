using MirageGen.TcpIp.Tcp;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Tcp.Core.Path;

/// <summary>A segment on a simulated path.</summary>
internal sealed record CarriedSegment(TcpHeader Header, byte[] Payload, TcpSegmentFacts Facts);
