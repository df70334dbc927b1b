using MirageGen.Conformance;

namespace MirageGen.TcpIp.Tests.Tcp.Device;

public sealed class DirectWritingTests : FlowWritingConformance<DirectPairs>;
