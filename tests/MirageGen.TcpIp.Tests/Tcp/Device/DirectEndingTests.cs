using MirageGen.Conformance;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class DirectEndingTests : FlowEndingConformance<DirectPairs>;
