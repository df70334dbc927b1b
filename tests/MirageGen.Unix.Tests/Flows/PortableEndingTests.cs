using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class PortableEndingTests : FlowEndingConformance<PortablePairs>;
