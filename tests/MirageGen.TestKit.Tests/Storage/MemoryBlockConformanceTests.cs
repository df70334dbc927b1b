using MirageGen.Conformance;

namespace MirageGen.TestKit.Tests.Storage;

public sealed class MemoryBlockConformanceTests : BlockConformance<MemoryBlockConformanceTests.Disks>
{
    /// <summary>Disks in memory.</summary>
    public sealed class Disks : IBlockDisks
    {
        /// <inheritdoc/>
        public void Run(int sectorBytes, long sectorCount, bool isReadOnly, Func<IBlock, Task> test) =>
            World.Run(async world => await test(new MemoryBlock(sectorCount, sectorBytes, world.Clock) { IsReadOnly = isReadOnly, Latency = TimeSpan.FromMilliseconds(1) }));
    }
}
