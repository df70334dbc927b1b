using System.Text;
using MirageGen.Xen.Consoles;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class ConsoleInputTests
{
    [Theory]
    [InlineData("one\r")]
    [InlineData("one\n")]
    [InlineData("one\r\n")]
    public void A_line_ends_with_either_line_end_or_both(string typed) => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.Type(typed + "two\r");
        Assert.Equal("one", await rig.ReadLineAsync());
        Assert.Equal("two", await rig.ReadLineAsync());
        Assert.Equal("one\r\ntwo\r\n", rig.Xenconsoled.Shown);
    });

    [Fact]
    public void A_pair_that_comes_in_two_parts_is_one_line_end() => ConsoleRig.Run(async rig =>
    {
        var line = rig.ReadLineAsync();
        rig.Xenconsoled.Type("one\r");
        Assert.Equal("one", await line);
        rig.Xenconsoled.Type("\ntwo\n\n");
        Assert.Equal("two", await rig.ReadLineAsync());
        Assert.Equal(string.Empty, await rig.ReadLineAsync());
    });

    [Theory]
    [InlineData("abc\b\bX\r", "aX", "abc\b \b\b \bX\r\n")]
    [InlineData("aü\u007fo\r", "ao", "aü\b \bo\r\n")]
    [InlineData("二\b\b\bx\r", "x", "二\b \bx\r\n")]
    [InlineData("😀\bx\r", "x", "😀\b \bx\r\n")]
    [InlineData("a\u0001\u001b\tb\r", "a\tb", "a\tb\r\n")]
    public void Backspace_takes_back_one_character(string typed, string line, string shown) => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.Type(typed);
        Assert.Equal(line, await rig.ReadLineAsync());
        await XenRig.TurnsAsync();
        Assert.Equal(shown, rig.Xenconsoled.Shown);
    });

    [Fact]
    public void A_line_that_is_too_long_comes_in_pieces_of_whole_characters() => ConsoleRig.Run(async rig =>
    {
        var text = "a" + string.Concat(Enumerable.Repeat("二", 3000));
        rig.Xenconsoled.Type(text + "\r");
        var pieces = new List<string?>();
        while (string.Concat(pieces).Length < text.Length)
        {
            pieces.Add(await rig.ReadLineAsync());
        }

        Assert.Equal(text, string.Concat(pieces));
        Assert.All(pieces, static piece => Assert.InRange(Encoding.UTF8.GetByteCount(piece!), 1, LineEditor.MostLineOctets));
        Assert.Equal(3, pieces.Count);
    });

    [Fact]
    public void A_line_of_just_the_most_octets_is_one_line() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.Type(new string('x', LineEditor.MostLineOctets) + "\rnext\r");
        Assert.Equal(LineEditor.MostLineOctets, (await rig.ReadLineAsync())!.Length);
        Assert.Equal("next", await rig.ReadLineAsync());
    });

    [Fact]
    public void Octets_that_are_no_characters_are_bounded_too() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.Type([.. Enumerable.Repeat((byte)0x80, 100_000), 0xff, 0xfe, (byte)'\b', (byte)'\r']);
        var line = await rig.ReadLineAsync();
        Assert.Equal(LineEditor.MostLineOctets, line!.Length);
    });

    [Fact]
    public void Lines_that_nobody_reads_are_bounded() => ConsoleRig.Run(async rig =>
    {
        for (var i = 0; i < 200; i++)
        {
            rig.Xenconsoled.Type($"{i}\r");
        }

        await XenRig.TurnsAsync(100);
        for (var i = 0; i < LineEditor.MostLines; i++)
        {
            Assert.Equal($"{i}", await rig.ReadLineAsync());
        }

        var next = rig.ReadLineAsync();
        Assert.False(next.IsCompleted);
        rig.Xenconsoled.Type("after\r");
        Assert.Equal("after", await next);
    });

    [Fact]
    public void Waiting_for_a_line_can_be_cancelled_and_begun_again() => ConsoleRig.Run(async rig =>
    {
        using var cancellation = new CancellationTokenSource();
        var line = rig.Ring.ReadLineAsync(cancellation.Token);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(async () => await rig.ReadLineAsync());
        rig.Xenconsoled.Type("half ");
        await XenRig.TurnsAsync();
        cancellation.Cancel();
        _ = await Assert.ThrowsAsync<OperationCanceledException>(async () => await line);
        _ = await Assert.ThrowsAsync<TaskCanceledException>(async () => await rig.Ring.ReadLineAsync(cancellation.Token));

        var again = rig.ReadLineAsync();
        rig.Xenconsoled.Type("whole\r");
        Assert.Equal("half whole", await again);
    });

    [Fact]
    public void A_console_that_nobody_reads_takes_what_is_typed_for_ever() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.IsStuck = true;
        rig.Xenconsoled.Type(new string('x', 300_000));
        await XenRig.TurnsAsync(1000);
        Assert.Equal(rig.Xenconsoled.Input.Producer, rig.Xenconsoled.Input.Consumer);
        Assert.True(rig.Ring.DroppedOctets > 200_000);
    });

    [Fact]
    public void An_absurd_count_is_nothing_typed() => ConsoleRig.Run(async rig =>
    {
        rig.Xenconsoled.Input.Producer = 5000;
        rig.Hypervisor.Raise(rig.Xenconsoled.Port);
        await XenRig.TurnsAsync();
        Assert.Equal(0u, rig.Xenconsoled.Input.Consumer);
        rig.Xenconsoled.Input.Producer = 0;
        rig.Xenconsoled.Type("x\r");
        Assert.Equal("x", await rig.ReadLineAsync());
    });
}
