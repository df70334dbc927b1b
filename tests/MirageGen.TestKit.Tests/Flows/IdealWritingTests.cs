using MirageGen.Conformance;

namespace MirageGen.TestKit.Tests.Flows;

public sealed class IdealWritingTests : FlowWritingConformance<IdealPairs>;
