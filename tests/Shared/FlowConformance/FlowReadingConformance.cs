using System.Text;

namespace MirageGen.Conformance;

/// <summary>What <see cref="IFlow"/> says of reading.</summary>
/// <typeparam name="TPairs">The kind of flow.</typeparam>
public abstract class FlowReadingConformance<TPairs>
    where TPairs : IFlowPairs, new()
{
    [Fact]
    public void What_was_written_arrives() => Run(async (near, far) =>
    {
        await near.SayAsync("ping");
        Assert.Equal("ping", await far.HearAsync(4));
        await far.SayAsync("pong");
        Assert.Equal("pong", await near.HearAsync(4));
    });

    [Fact]
    public void A_read_waits_for_the_first_octet() => Run(async (near, far) =>
    {
        var read = far.Input.ReadAsync().AsTask();
        await RoundTripAsync(far, near);
        Assert.False(read.IsCompleted);

        await near.SayAsync("late");
        var result = await read;
        Assert.False(result.IsCompleted);
        Assert.False(result.IsCanceled);
        Assert.Equal("late", Encoding.UTF8.GetString(result.Buffer));
        far.Input.AdvanceTo(result.Buffer.End);
    });

    [Fact]
    public void Unconsumed_octets_come_again_in_front_of_what_arrived_later() => Run(async (near, far) =>
    {
        await near.SayAsync("head");
        var first = await far.Input.ReadAsync();
        Assert.Equal("head", Encoding.UTF8.GetString(first.Buffer));
        far.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.End);
        await near.SayAsync("tail");

        var second = await far.Input.ReadAsync();
        Assert.Equal("eadtail", Encoding.UTF8.GetString(second.Buffer));
        far.Input.AdvanceTo(second.Buffer.End);
    });

    [Fact]
    public void Unexamined_octets_are_handed_out_again_at_once() => Run(async (near, far) =>
    {
        await near.SayAsync("abc");
        var first = await far.Input.ReadAsync();
        far.Input.AdvanceTo(first.Buffer.GetPosition(1), first.Buffer.GetPosition(2));

        var again = far.Input.ReadAsync();
        Assert.True(again.IsCompleted);
        var result = await again;
        Assert.Equal("bc", Encoding.UTF8.GetString(result.Buffer));
        far.Input.AdvanceTo(result.Buffer.End);
    });

    [Fact]
    public void A_buffer_grows_over_many_reads_until_it_is_consumed() => Run(async (near, far) =>
    {
        var text = new StringBuilder();
        for (var i = 0; i < 50; i++)
        {
            var line = new string((char)('a' + (i % 26)), 1000);
            _ = text.Append(line);
            await near.SayAsync(line);
            var read = await far.Input.ReadAsync();
            while (read.Buffer.Length < text.Length)
            {
                far.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                read = await far.Input.ReadAsync();
            }

            Assert.Equal(text.ToString(), Encoding.UTF8.GetString(read.Buffer));
            far.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    });

    [Fact]
    public void TryRead_tells_whether_something_new_has_arrived() => Run(async (near, far) =>
    {
        Assert.False(far.Input.TryRead(out _));
        await near.SayAsync("x");
        var read = await far.Input.ReadAsync();
        far.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        Assert.False(far.Input.TryRead(out _));

        await near.SayAsync("y");
        await RoundTripAsync(far, near);
        Assert.True(far.Input.TryRead(out var both));
        Assert.Equal("xy", Encoding.UTF8.GetString(both.Buffer));
        far.Input.AdvanceTo(both.Buffer.End);
    });

    [Fact]
    public void A_cancelled_token_ends_the_read_and_loses_nothing() => Run(async (near, far) =>
    {
        using var cancel = new CancellationTokenSource();
        var read = far.Input.ReadAsync(cancel.Token);
        Assert.False(read.IsCompleted);
        cancel.Cancel();
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await read);
        Assert.Equal(cancel.Token, error.CancellationToken);

        await near.SayAsync("kept");
        Assert.Equal("kept", await far.HearAsync(4));
    });

    [Fact]
    public void A_token_cancelled_before_refuses_the_read() => Run(async (near, far) =>
    {
        await near.SayAsync("kept");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await far.Input.ReadAsync(new CancellationToken(canceled: true)));
        Assert.Equal("kept", await far.HearAsync(4));
    });

    [Fact]
    public void CancelPendingRead_ends_the_pending_read_or_the_next() => Run(async (near, far) =>
    {
        var pending = far.Input.ReadAsync();
        far.Input.CancelPendingRead();
        var first = await pending;
        Assert.True(first.IsCanceled);
        Assert.True(first.Buffer.IsEmpty);
        far.Input.AdvanceTo(first.Buffer.Start);

        await near.SayAsync("kept");
        far.Input.CancelPendingRead();
        var second = await far.Input.ReadAsync();
        Assert.True(second.IsCanceled);
        far.Input.AdvanceTo(second.Buffer.Start);
        Assert.Equal("kept", await far.HearAsync(4));
    });

    [Fact]
    public void One_read_at_a_time() => Run(async (near, far) =>
    {
        var pending = far.Input.ReadAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await far.Input.ReadAsync());
        await near.SayAsync("x");
        var read = await pending;
        far.Input.AdvanceTo(read.Buffer.End);
    });

    [Fact]
    public void AdvanceTo_needs_a_read() => Run(async (near, far) =>
    {
        await near.SayAsync("x");
        var read = await far.Input.ReadAsync();
        var end = read.Buffer.End;
        far.Input.AdvanceTo(end);
        Assert.Throws<InvalidOperationException>(() => far.Input.AdvanceTo(end));
    });

    [Fact]
    public void A_completed_input_is_not_read() => Run(async (near, far) =>
    {
        await far.Input.CompleteAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await far.Input.ReadAsync());
        Assert.Throws<InvalidOperationException>(() => far.Input.TryRead(out _));
        await far.SayAsync("the other direction goes on");
        Assert.Equal("the other direction goes on", await near.HearAsync(27));
    });

    [Fact]
    public void What_arrives_after_the_input_was_completed_is_dropped() => Run(async (near, far) =>
    {
        await far.Input.CompleteAsync();
        _ = await near.Output.SendBulkAsync(seed: 1, octets: 8 << 20);
        await near.Output.CompleteAsync();
        await far.SayAsync("done");
        Assert.Equal("done", await near.HearAsync(4));
    });

    [Fact]
    public void After_the_end_every_read_says_so() => Run(async (near, far) =>
    {
        await near.Output.CompleteAsync();
        for (var i = 0; i < 2; i++)
        {
            var read = await far.Input.ReadAsync();
            Assert.True(read.IsCompleted);
            Assert.True(read.Buffer.IsEmpty);
            far.Input.AdvanceTo(read.Buffer.End);
        }
    });

    private static void Run(Func<IFlow, IFlow, Task> test) => new TPairs().Run(test);

    // When this has gone to and fro, what was sent before in either direction has arrived.
    private static async Task RoundTripAsync(IFlow reader, IFlow other)
    {
        await reader.SayAsync("?");
        Assert.Equal("?", await other.HearAsync(1));
    }
}
