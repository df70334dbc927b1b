namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Whatever a blkback writes into the ring and the pages: nothing leaves the loop, every transfer ends once, nothing is lost of memory.</summary>
public sealed class BlockFuzzTests
{
    private const int Steps = 100;

    [Fact]
    public void Octets_in_the_ring_and_the_pages()
    {
        foreach (var seed in new FuzzBudget(40).Seeds())
        {
            XenRig.RunSeeded(seed, static rig => FuzzAsync(rig, Scribble));
        }
    }

    [Fact]
    public void Answers_that_are_nearly_sound()
    {
        foreach (var seed in new FuzzBudget(40).Seeds())
        {
            XenRig.RunSeeded(seed, static rig => FuzzAsync(rig, Answer));
        }
    }

    [Fact]
    public void Facts_in_the_store()
    {
        foreach (var seed in new FuzzBudget(100).Seeds())
        {
            XenRig.RunSeeded(seed, FuzzFactsAsync);
        }
    }

    private static async Task FuzzAsync(XenRig rig, Action<SeededRandom, Blkback> act)
    {
        var random = rig.World.Random;
        var medium = new ArrayMedium(2048);
        var blkback = new Blkback(rig, medium, 2048) { IsServing = false };
        blkback.Begin();
        var disk = await BlockRig.ConnectAsync(rig);
        var pages = rig.Hypervisor.TakenPages;
        var tasks = new List<Task>();
        for (var step = 0; step < Steps; step++)
        {
            if (blkback.IsConnected)
            {
                act(random, blkback);
                blkback.Notify();
            }

            Ask(random, disk, tasks);
            await XenRig.TurnsAsync(random.NextInt32(4));
            if (!disk.IsUp && random.Chance(0.3))
            {
                blkback.Restart();
                await XenRig.TurnsAsync(60);
            }

            Assert.InRange(rig.Hypervisor.TakenPages, 0, pages + 353);
        }

        Assert.InRange(rig.Logs.Count, 0, 4 * Steps);
        blkback.IsServing = true;
        blkback.Restart();
        await XenRig.TurnsAsync(100);
        foreach (var task in tasks)
        {
            Assert.True(await Record.ExceptionAsync(() => task) is null or DeviceException or OperationCanceledException);
        }

        await disk.WriteAsync(7, XenRig.Frame(512));
        Assert.Equal(XenRig.Frame(512), medium.Octets[(7 * 512)..(8 * 512)]);
        await disk.DisposeAsync();
        Assert.Equal(0, rig.Table.Granted);
    }

    private static async Task FuzzFactsAsync(XenRig rig)
    {
        var random = rig.World.Random;
        var blkback = new Blkback(rig, new ArrayMedium(8192));
        foreach (var fact in blkback.Facts.Keys.Append("discard-granularity").Append("discard-alignment").ToArray())
        {
            if (random.Chance(0.3))
            {
                blkback.Facts[fact] = random.Pick("", "0", "1", "512", "4096", "-1", "1e3", " 7", "18446744073709551615", "4294967296", "x", "9007199254740992");
            }
        }

        blkback.IsTaking = false;
        blkback.Begin();
        XenBlock disk;
        try
        {
            disk = await BlockRig.ConnectAsync(rig);
        }
        catch (DeviceException)
        {
            return;
        }

        Assert.True(disk.SectorCount >= 0 && disk.SectorBytes is 512 or 4096);
        List<Task> tasks = [];
        for (var i = 0; i < 30; i++)
        {
            Ask(random, disk, tasks);
        }

        tasks.Add(disk.DiscardAsync(0, disk.SectorCount).AsTask());
        await XenRig.TurnsAsync();
        await disk.DisposeAsync();
        await XenRig.TurnsAsync();
        Assert.All(tasks, static task => Assert.True(task.IsCompleted));
    }

    private static void Ask(SeededRandom random, XenBlock disk, List<Task> tasks)
    {
        for (var i = random.NextInt32(4); i > 0; i--)
        {
            var at = random.NextInt32(1000);
            var octets = new byte[random.Pick(512, 4096, 65_536) * random.NextInt32(1, 3)];
            var source = random.Chance(0.1) ? new CancellationTokenSource() : null;
            var token = source?.Token ?? CancellationToken.None;
            tasks.Add(random.NextInt32(5) switch
            {
                0 => disk.ReadAsync(at, octets, token).AsTask(),
                1 => disk.FlushAsync(token).AsTask(),
                2 => disk.DiscardAsync(at, random.NextInt32(100), token).AsTask(),
                _ => disk.WriteAsync(at, octets, token).AsTask(),
            });
            source?.Cancel();
        }
    }

    private static void Release(Blkback blkback, int index)
    {
        try
        {
            blkback.Release(index);
        }
        catch (InvalidOperationException)
        {
            // It has answered too much, and so written over what it was asked.
        }
    }

    private static unsafe void Scribble(SeededRandom random, Blkback blkback)
    {
        var ring = blkback.Ring!;
        for (var i = random.NextInt32(4); i >= 0; i--)
        {
            random.Fill(new(ring.Slot((uint)random.NextInt32(32)), random.NextInt32(1, 112)));
        }

        ring.ResponseProducer += random.Chance(0.05) ? (uint)random.NextUInt64() : (uint)random.NextInt32(3);
    }

    private static void Answer(SeededRandom random, Blkback blkback)
    {
        for (var i = random.NextInt32(8); i > 0 && blkback.Held > 0; i--)
        {
            var index = random.NextInt32(blkback.Held);
            if (random.Chance(0.8))
            {
                Release(blkback, index);
                continue;
            }

            var id = random.Chance(0.9) ? blkback.HeldId(index) : random.NextUInt64() >> random.NextInt32(64);
            blkback.Answer(id, random.Chance(0.9) ? blkback.HeldOperation(index) : (byte)random.NextInt32(256), (short)random.NextInt32(-3, 2));
        }

        blkback.Push();
    }
}
