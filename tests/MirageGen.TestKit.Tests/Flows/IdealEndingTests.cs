using MirageGen.Conformance;

namespace MirageGen.TestKit.Tests.Flows;

public sealed class IdealEndingTests : FlowEndingConformance<IdealPairs>;
