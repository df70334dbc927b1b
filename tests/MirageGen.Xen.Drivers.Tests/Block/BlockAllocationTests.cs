namespace MirageGen.Xen.Drivers.Tests;

public sealed class BlockAllocationTests
{
    [Theory]
    [InlineData(512, 1)]
    [InlineData(4096, 1)]
    [InlineData(4096, 50)]
    [InlineData(1 << 20, 3)]
    public void Transfers_flushes_and_discards_allocate_nothing(int octets, int atOnce) => BlockRig.Run(async rig =>
    {
        var workers = Enumerable.Range(0, atOnce).Select(number => new Worker(rig.Disk, number, octets)).ToArray();
        var tasks = new Task[atOnce];
        await Allocations.NoneAsync(
            async rounds =>
            {
                for (var i = 0; i < workers.Length; i++)
                {
                    tasks[i] = workers[i].RunAsync(rounds);
                }

                foreach (var task in tasks)
                {
                    await task;
                }
            },
            rounds: 60,
            warmUp: 60);
        Assert.All(workers, static worker => Assert.True(worker.Rounds > 120));
        Assert.True(rig.Blkback.Done[BlkbackWire.FlushDiskcache] > 120 && rig.Blkback.Done[BlkbackWire.Discard] > 120);
    });

    private sealed class Worker(XenBlock disk, int number, int octets)
    {
        private readonly byte[] _buffer = new byte[octets];
        private readonly ReadOnlyMemory<byte>[] _pieces = [new byte[octets - 100], new byte[100]];

        public int Rounds { get; private set; }

        public async Task RunAsync(int rounds)
        {
            for (var i = 0; i < rounds; i++)
            {
                await disk.WriteAsync(number, _buffer);
                await disk.WriteAsync(number, _pieces);
                await disk.ReadAsync(number, _buffer);
                await disk.FlushAsync();
                await disk.DiscardAsync(0, 8);
                Rounds++;
            }
        }
    }
}
