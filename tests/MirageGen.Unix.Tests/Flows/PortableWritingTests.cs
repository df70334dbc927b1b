using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class PortableWritingTests : FlowWritingConformance<PortablePairs>;
