using MirageGen.Conformance;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class XenBlockConformanceTests : BlockConformance<XenBlockConformanceTests.Disks>
{
    /// <summary>Disks of a domain on a simulated hypervisor.</summary>
    public sealed class Disks : IBlockDisks
    {
        /// <inheritdoc/>
        public void Run(int sectorBytes, long sectorCount, bool isReadOnly, Func<IBlock, Task> test) => XenRig.Run(async rig =>
        {
            var sectors = sectorCount * sectorBytes / 512;
            var blkback = new Blkback(rig, new ArrayMedium(sectors), sectors, sectorBytes);
            blkback.Facts["info"] = isReadOnly ? "4" : "0";
            blkback.Begin();
            var disk = await BlockRig.ConnectAsync(rig);
            await test(disk);
            await disk.DisposeAsync();
            Assert.Equal((0, 0), (rig.Table.Granted, rig.Grants.Mapped));
        });
    }
}
