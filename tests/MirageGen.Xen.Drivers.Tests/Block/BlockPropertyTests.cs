namespace MirageGen.Xen.Drivers.Tests;

/// <summary>
/// Random work on a disk whose other end answers in random order and restarts at random: every read is what the last write left, and
/// after a crash everything is there that was written when a flush began that completed.
/// </summary>
public sealed class BlockPropertyTests
{
    private const int Regions = 12;

    [Fact]
    public void What_was_written_is_read_and_what_was_flushed_survives()
    {
        foreach (var seed in new FuzzBudget(40).Seeds())
        {
            XenRig.RunSeeded(seed, RunAsync);
        }
    }

    private static async Task RunAsync(XenRig rig)
    {
        var random = rig.World.Random;
        var size = random.Pick(512, 4096);
        var disk = new MemoryBlock(Regions * 40, size);
        var blkback = new Blkback(rig, new MemoryMedium(disk), Regions * 40 * size / 512, size) { IsServing = false };
        blkback.Facts["feature-max-indirect-segments"] = random.Pick("0", "12", "32", "256");
        blkback.Facts["feature-persistent"] = random.Pick("0", "1");
        blkback.Begin();
        var block = await BlockRig.ConnectAsync(rig);
        var regions = Enumerable.Range(0, Regions).Select(i => new Region(block, i, random.Fork($"{i}"))).ToArray();
        var flushes = new Flusher(block, regions, random.Fork("flush"));
        Task[] work = [.. regions.Select(static region => region.RunAsync()), flushes.RunAsync()];
        for (var step = 0; !Array.TrueForAll(work, static task => task.IsCompleted); step++)
        {
            await XenRig.TurnsAsync(random.NextInt32(4));
            if (blkback.Held > 0)
            {
                blkback.Release(random.NextInt32(blkback.Held));
            }
            else if (random.Chance(0.01))
            {
                await rig.World.DelayAsync(TimeSpan.FromSeconds(1));
            }

            if (step < 2000 && random.Chance(0.02))
            {
                blkback.Restart();
            }
        }

        await Task.WhenAll(work);
        disk.Crash(random);
        foreach (var region in regions)
        {
            await region.VerifySurvivorsAsync(disk);
        }
    }

    // Nothing of its own overlaps; the order of what overlaps is a caller's to keep, so one after the other.
    private sealed class Region(XenBlock block, int number, SeededRandom random)
    {
        private const int Sectors = 40;
        private readonly int _size = block.SectorBytes;

        // What each sector holds, what it held at the last flush, and what it was given since: 0 is never written, -1 is discarded.
        private readonly int[] _marks = new int[Sectors];
        private readonly HashSet<int>[] _possible = [.. Enumerable.Range(0, Sectors).Select(static _ => new HashSet<int> { 0 })];
        private int _mark;

        private long First => number * Sectors;

        /// <summary>What each sector holds whose writes have completed; null while one is under way.</summary>
        public int?[] Completed { get; } = [.. Enumerable.Repeat<int?>(0, Sectors)];

        public async Task RunAsync()
        {
            for (var i = 0; i < 25; i++)
            {
                var at = random.NextInt32(Sectors);
                var count = random.NextInt32(1, Sectors - at);
                switch (random.NextInt32(5))
                {
                    case 0:
                        await ReadAsync(at, count);
                        break;
                    case 1:
                        Begin(at, count, -1);
                        await block.DiscardAsync(First + at, count);
                        End(at, count, -1);
                        break;
                    default:
                        var mark = (++_mark * Regions) + number;
                        Begin(at, count, mark);
                        await block.WriteAsync(First + at, Split(Octets(count, mark)));
                        End(at, count, mark);
                        break;
                }
            }

            await ReadAsync(0, Sectors);
        }

        /// <summary>A flush has completed: what had been completed when it began is stable, unless it was overwritten since.</summary>
        public void Flushed(int?[] completed)
        {
            for (var i = 0; i < Sectors; i++)
            {
                if (completed[i] is { } stable && Completed[i] == stable && _marks[i] == stable)
                {
                    _possible[i] = [stable];
                }
            }
        }

        public async Task VerifySurvivorsAsync(MemoryBlock disk)
        {
            var octets = new byte[_size];
            for (var i = 0; i < Sectors; i++)
            {
                await disk.ReadAsync(First + i, octets);
                var found = BitConverter.ToInt32(octets);
                Assert.True(_possible[i].Contains(-1) || _possible[i].Contains(found), $"sector {First + i} holds {found}, not one of {string.Join(' ', _possible[i])}");
                Assert.True(_possible[i].Contains(-1) || octets.AsSpan().SequenceEqual(Octets(1, found)), $"sector {First + i} is torn");
            }
        }

        private void Begin(int at, int count, int mark)
        {
            for (var i = at; i < at + count; i++)
            {
                _marks[i] = mark;
                Completed[i] = null;
                _ = _possible[i].Add(mark);
            }
        }

        private void End(int at, int count, int mark) => Array.Fill(Completed, mark, at, count);

        private async Task ReadAsync(int at, int count)
        {
            var octets = new byte[count * _size];
            await block.ReadAsync(First + at, octets);
            for (var i = 0; i < count; i++)
            {
                if (_marks[at + i] != -1)
                {
                    Assert.Equal(Octets(1, _marks[at + i]), octets[(i * _size)..((i + 1) * _size)]);
                }
            }
        }

        private byte[] Octets(int count, int mark)
        {
            var octets = new byte[count * _size];
            for (var i = 0; i < octets.Length; i += 4)
            {
                BitConverter.TryWriteBytes(octets.AsSpan(i), mark);
            }

            return octets;
        }

        private List<ReadOnlyMemory<byte>> Split(byte[] octets)
        {
            var pieces = new List<ReadOnlyMemory<byte>>();
            for (var at = 0; at < octets.Length;)
            {
                var count = Math.Min(octets.Length - at, random.NextInt32(1, octets.Length));
                pieces.Add(octets.AsMemory(at, count));
                at += count;
            }

            return pieces;
        }
    }

    private sealed class Flusher(XenBlock block, Region[] regions, SeededRandom random)
    {
        public async Task RunAsync()
        {
            for (var i = 0; i < 20; i++)
            {
                await XenRig.TurnsAsync(random.NextInt32(30));
                var completed = Array.ConvertAll(regions, static region => region.Completed.ToArray());
                await block.FlushAsync();
                for (var j = 0; j < regions.Length; j++)
                {
                    regions[j].Flushed(completed[j]);
                }
            }
        }
    }
}
