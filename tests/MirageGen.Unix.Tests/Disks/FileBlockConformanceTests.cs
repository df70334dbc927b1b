using MirageGen.Conformance;

namespace MirageGen.Unix.Tests;

public sealed class FileBlockConformanceTests : BlockConformance<FileDisks>;
