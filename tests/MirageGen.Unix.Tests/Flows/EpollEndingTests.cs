using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class EpollEndingTests : FlowEndingConformance<EpollPairs>;
