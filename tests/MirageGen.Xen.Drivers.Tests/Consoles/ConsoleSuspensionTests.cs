namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The domain goes on as another one, with another console.</summary>
public sealed class ConsoleSuspensionTests
{
    [Fact]
    public void What_waited_to_be_shown_is_shown_there_in_its_order() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.IsStuck = true;
        var text = string.Concat(Enumerable.Range(0, 2000).Select(static i => $"{i},"));
        rig.Ring.Write(text);
        await XenRig.TurnsAsync();

        // What was in the ring is gone with it: the shim waits, for a while, until it was read.
        rig.ChangeDomain();
        rig.Ring.Write("and more");
        await XenRig.TurnsAsync(100);
        Assert.Equal((text + "and more")[2048..], rig.Xenconsoled.Shown);
        Assert.True(rig.Ring.IsFlushed);
    });

    [Fact]
    public void Whoever_waits_for_a_line_gets_what_is_typed_there() => ConsoleRig.Run(async rig =>
    {
        var line = rig.ReadLineAsync();
        rig.Xenconsoled.Type("be");
        await XenRig.TurnsAsync();
        rig.ChangeDomain();
        rig.Xenconsoled.Type("gun\r");
        Assert.Equal("begun", await line);
    });
}
