using MirageGen.Conformance;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class DirectReadingTests : FlowReadingConformance<DirectPairs>;
