using MirageGen.Conformance;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class LossyReadingTests : FlowReadingConformance<LossyPairs>;
