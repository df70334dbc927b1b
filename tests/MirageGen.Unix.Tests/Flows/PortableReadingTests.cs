using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class PortableReadingTests : FlowReadingConformance<PortablePairs>;
