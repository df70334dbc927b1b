using MirageGen.Xen.Consoles;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class ConsoleOutputTests
{
    [Fact]
    public void Text_is_shown_with_the_line_ends_of_a_terminal() => ConsoleRig.Run(async rig =>
    {
        rig.Ring.Write("größer\n\nals 二");
        rig.Ring.Write("!", "\n");
        await XenRig.TurnsAsync();
        Assert.Equal("größer\r\n\r\nals 二!\r\n", rig.Xenconsoled.Shown);
        Assert.True(rig.Ring.IsFlushed);
    });

    [Fact]
    public void More_than_the_ring_holds_is_shown_whole() => ConsoleRig.Run(async rig =>
    {
        var text = string.Concat(Enumerable.Range(0, 4000).Select(static i => $"{i},"));
        rig.Ring.Write(text);
        Assert.False(rig.Ring.IsFlushed);
        await XenRig.TurnsAsync(100);
        Assert.Equal(text, rig.Xenconsoled.Shown);
        Assert.True(rig.Ring.IsFlushed);
    });

    [Fact]
    public void A_flood_that_nobody_reads_is_dropped_and_counted_and_memory_is_bounded() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.IsStuck = true;
        const int Lines = 5000;
        for (var i = 0; i < Lines; i++)
        {
            rig.Ring.Write($"{i:D98}", "\n");
        }

        await XenRig.TurnsAsync();
        rig.Xenconsoled.Resume();
        await XenRig.TurnsAsync(200);
        Assert.InRange(rig.Xenconsoled.ShownOctets, OutputQueue.MostOctets, OutputQueue.MostOctets + 2048);
        Assert.Equal(Lines * 100, rig.Xenconsoled.ShownOctets + rig.Ring.DroppedOctets);

        var before = rig.Xenconsoled.Shown.Length;
        rig.Ring.Write("alive");
        await XenRig.TurnsAsync();
        Assert.Equal("alive", rig.Xenconsoled.Shown[before..]);
    });

    [Fact]
    public void What_was_shown_before_a_drop_is_the_oldest_in_its_order() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.IsStuck = true;
        for (var i = 0; i < 1000; i++)
        {
            rig.Ring.Write($"{i:D98}\n");
        }

        rig.Xenconsoled.Resume();
        await XenRig.TurnsAsync(200);
        var lines = rig.Xenconsoled.Shown.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, lines.Length).Select(static i => $"{i:D98}"), lines);
    });

    [Fact]
    public void An_absurd_count_is_no_room() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.IsStuck = true;
        rig.Xenconsoled.Output.Consumer = 77_777;
        rig.Ring.Write("waits");
        await XenRig.TurnsAsync();
        Assert.False(rig.Ring.IsFlushed);
        rig.Xenconsoled.Output.Consumer = rig.Xenconsoled.Output.Producer;
        rig.Xenconsoled.IsStuck = false;
        rig.Hypervisor.Raise(rig.Xenconsoled.Port);
        await XenRig.TurnsAsync();
        Assert.Equal("waits", rig.Xenconsoled.Shown);
    });

    [Fact]
    public void A_broken_surrogate_is_replaced() => ConsoleRig.Run(async rig =>
    {
        rig.Ring.Write("a\ud800\nb");
        await XenRig.TurnsAsync();
        Assert.Equal("a\ufffd\r\nb", rig.Xenconsoled.Shown);
    });

    [Fact]
    public void Writing_allocates_nothing() => ConsoleRig.Run(async rig =>
        await Allocations.NoneAsync(async rounds =>
        {
            // Nobody reads while it is counted: the other end of a test keeps what it is shown.
            rig.Xenconsoled.IsStuck = true;
            for (var i = 0; i < rounds; i++)
            {
                rig.Ring.Write("what an appliance says", "\n");
                rig.Xenconsoled.Output.Consumer = rig.Xenconsoled.Output.Producer;
                await Task.Yield();
            }
        }, rounds: 500));
}
