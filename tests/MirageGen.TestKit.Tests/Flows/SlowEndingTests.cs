using MirageGen.Conformance;

namespace MirageGen.TestKit.Tests.Flows;

public sealed class SlowEndingTests : FlowEndingConformance<SlowPairs>;
