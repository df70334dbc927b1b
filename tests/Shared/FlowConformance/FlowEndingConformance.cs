using System.Buffers;
using System.Text;

namespace MirageGen.Conformance;

/// <summary>What <see cref="IFlow"/> says of ending, in order and otherwise.</summary>
/// <typeparam name="TPairs">The kind of flow.</typeparam>
public abstract class FlowEndingConformance<TPairs>
    where TPairs : IFlowPairs, new()
{
    [Fact]
    public void One_direction_ends_and_the_other_goes_on() => Run(async (near, far) =>
    {
        near.Output.Write("question"u8);
        await near.Output.CompleteAsync();
        Assert.Equal("question", await far.HearAllAsync());

        await far.SayAsync("answer");
        await far.Output.CompleteAsync();
        Assert.Equal("answer", await near.HearAllAsync());
    });

    [Fact]
    public void Much_goes_both_ways_at_once_unharmed() => Run(async (near, far) =>
    {
        const long Octets = 64 << 20;
        var nearHears = near.Input.ReceiveBulkAsync(seed: 3);
        var farHears = far.Input.ReceiveBulkAsync(seed: 4);
        var nearSends = SendAndEndAsync(near, seed: 1);
        var farSends = SendAndEndAsync(far, seed: 2);
        Assert.Equal(await nearSends, await farHears);
        Assert.Equal(await farSends, await nearHears);

        static async Task<ulong> SendAndEndAsync(IFlow flow, int seed)
        {
            var sum = await flow.Output.SendBulkAsync(seed, Octets);
            await flow.Output.CompleteAsync();
            return sum;
        }
    });

    [Fact]
    public void Disposing_sends_the_rest_and_then_the_end() => Run(async (near, far) =>
    {
        var value = new byte[8 << 20];
        near.WriteImmutable(value);
        near.Output.Write("end"u8);
        var disposed = near.DisposeAsync();
        Assert.Equal(value.Length + 3, await far.Input.CountToEndAsync());
        await disposed;
    });

    [Fact]
    public void Disposing_with_input_unread_does_not_lose_what_was_sent() => Run(async (near, far) =>
    {
        _ = await far.Output.SendBulkAsync(seed: 1, octets: 100_000);
        _ = await near.HearAsync(1);
        await near.SayAsync("no, thank you");
        await near.DisposeAsync();
        Assert.Equal("no, thank you", await far.HearAllAsync());
    });

    [Fact]
    public void Disposing_again_does_nothing() => Run(async (near, far) =>
    {
        await near.DisposeAsync();
        await near.DisposeAsync();
        Assert.Equal(string.Empty, await far.HearAllAsync());
    });

    [Fact]
    public void An_abort_ends_what_waits_here_with_its_reason() => Run(async (near, far) =>
    {
        var read = near.Input.ReadAsync();
        near.Abort("enough");
        var error = await Assert.ThrowsAsync<FlowResetException>(async () => await read);
        Assert.Contains("enough", error.Message, StringComparison.Ordinal);

        near.Output.Write("x"u8);
        error = await Assert.ThrowsAsync<FlowResetException>(async () => await near.Output.FlushAsync());
        Assert.Contains("enough", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<FlowResetException>(async () => await near.Input.ReadAsync());
    });

    [Fact]
    public void An_abort_ends_a_pending_flush() => Run(async (near, far) =>
    {
        near.WriteImmutable(new byte[64 << 20]);
        var flush = near.Output.FlushAsync();
        Assert.False(flush.IsCompleted);
        near.Abort("enough");
        await Assert.ThrowsAsync<FlowResetException>(async () => await flush);
    });

    [Fact]
    public void The_peer_sees_an_abort_as_a_reset() => Run(async (near, far) =>
    {
        var read = far.Input.ReadAsync();
        near.Abort("enough");
        await Assert.ThrowsAsync<FlowResetException>(async () => await read);
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Input.ReadAsync());
        far.Output.Write("x"u8);
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Output.FlushAsync());
    });

    [Fact]
    public void What_arrived_before_a_reset_is_read_before_it_is_seen() => Run(async (near, far) =>
    {
        await near.SayAsync("first");
        var read = await far.Input.ReadAsync();
        far.Input.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
        near.Abort("enough");
        Assert.Equal("first", await far.HearAsync(5));
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Input.ReadAsync());
    });

    [Fact]
    public void A_writer_whose_peer_is_gone_is_told() => Run(async (near, far) =>
    {
        near.Abort("enough");
        await Assert.ThrowsAsync<FlowResetException>(async () =>
        {
            while (true)
            {
                far.Output.Write(new byte[1000]);
                _ = await far.Output.FlushAsync();
                await Task.Yield();
            }
        });
    });

    [Fact]
    public void Buffers_handed_out_stay_valid_through_an_abort() => Run(async (near, far) =>
    {
        await near.SayAsync("still here");
        var read = await far.Input.ReadAsync();
        var room = far.Output.GetMemory(100);
        far.Abort("enough");
        room.Span.Fill(7);
        Assert.Equal("still here", Encoding.UTF8.GetString(read.Buffer));
        far.Input.AdvanceTo(read.Buffer.End);
        far.Output.Advance(100);
    });

    [Fact]
    public void Disposing_a_broken_flow_does_not_throw() => Run(async (near, far) =>
    {
        near.Abort("enough");
        await Assert.ThrowsAsync<FlowResetException>(async () => await far.Input.ReadAsync());
        await far.DisposeAsync();
        await near.DisposeAsync();
        near.Abort("again");
    });

    [Fact]
    public void Aborting_after_the_end_does_nothing() => Run(async (near, far) =>
    {
        await near.SayAsync("bye");
        await near.Output.CompleteAsync();
        await far.Output.CompleteAsync();
        Assert.Equal(string.Empty, await near.HearAllAsync());
        await near.DisposeAsync();
        near.Abort("too late");
        Assert.Equal("bye", await far.HearAllAsync());
    });

    private static void Run(Func<IFlow, IFlow, Task> test) => new TPairs().Run(test);
}
