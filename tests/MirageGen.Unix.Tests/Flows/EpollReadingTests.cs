using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class EpollReadingTests : FlowReadingConformance<EpollPairs>;
