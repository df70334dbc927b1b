using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class EpollWritingTests : FlowWritingConformance<EpollPairs>;
