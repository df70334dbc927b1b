using System.Buffers;
using MirageGen.TestKit.Tests.Network;

namespace MirageGen.TestKit.Tests.Flows;

/// <summary>What would be a rare corruption in production is found at once.</summary>
public sealed class MisuseTests
{
    [Fact]
    public void A_buffer_kept_after_it_was_consumed_holds_rubbish() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Near.Output.Write("secret"u8);
        await talk.Near.Output.CompleteAsync();
        var read = await talk.Far.Input.ReadAsync(world.Stop);
        var kept = read.Buffer.First;
        Assert.Equal("secret"u8.ToArray(), kept.ToArray());
        talk.Far.Input.AdvanceTo(read.Buffer.End);

        Assert.All(kept.ToArray(), octet => Assert.Equal(0xDD, octet));
    });

    [Fact]
    public void Immutable_memory_that_changes_is_found_out()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            var talk = await Conversation.BeginAsync(world, Wire.Local);
            var data = new byte[100];
            talk.Near.WriteImmutable(data);
            await talk.Near.Output.FlushAsync(world.Stop);
            data[50] = 1;
            await Echo.ReadExactlyAsync(talk.Far, data.Length);
        }));

        Assert.StartsWith("Memory given to WriteImmutable (100 octets) was changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Immutable_memory_is_not_copied() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        var data = new byte[100];
        talk.Near.WriteImmutable(data);
        await talk.Near.Output.FlushAsync(world.Stop);
        var read = await talk.Far.Input.ReadAsync(world.Stop);

        Assert.True(read.Buffer.First.Span == data);
    });

    [Fact]
    public void More_than_was_handed_out_cannot_be_advanced() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        var room = talk.Near.Output.GetMemory(10);
        Assert.Throws<InvalidOperationException>(() => talk.Near.Output.Advance(room.Length + 1));
        talk.Near.Output.Advance(10);
        Assert.Throws<InvalidOperationException>(() => talk.Near.Output.Advance(1));
    });

    [Fact]
    public void Positions_out_of_order_are_refused() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Ideal);
        talk.Near.Output.Write("0123456789"u8);
        await talk.Near.Output.FlushAsync(world.Stop);
        var read = await talk.Far.Input.ReadAsync(world.Stop);

        Assert.Throws<InvalidOperationException>(
            () => talk.Far.Input.AdvanceTo(read.Buffer.GetPosition(5), read.Buffer.GetPosition(4)));
        talk.Far.Input.AdvanceTo(read.Buffer.GetPosition(5));
    });

    [Fact]
    public void A_flow_used_on_another_thread_says_so()
    {
        var error = Assert.Throws<WorldException>(() => World.Run(async world =>
        {
            var talk = await Conversation.BeginAsync(world, Wire.Ideal);
            Exception? thrown = null;
            var thread = new Thread(() => thrown = Record.Exception(() => talk.Near.Output.GetMemory()));
            thread.Start();
            thread.Join();
            throw thrown!;
        }));

        Assert.IsType<OffLoopException>(error.InnerException);
    }

    [Fact]
    public void A_stream_over_a_flow_stays_on_the_loop() => World.Run(async world =>
    {
        var talk = await Conversation.BeginAsync(world, Wire.Local);
        var sent = new byte[50_000];
        world.Random.Fill(sent);
        await using var write = talk.Near.Output.AsStream();
        await using var read = talk.Far.Input.AsStream();
        var writing = WriteAsync();
        var head = new byte[10_000];
        await read.ReadExactlyAsync(head, world.Stop);
        using var rest = new MemoryStream();
        await read.CopyToAsync(rest, world.Stop);
        await writing;

        byte[] all = [.. head, .. rest.ToArray()];
        Assert.Equal(sent, all);

        async Task WriteAsync()
        {
            using var source = new MemoryStream(sent);
            await source.CopyToAsync(write, 1000, world.Stop);
            await write.DisposeAsync();
        }
    });
}
