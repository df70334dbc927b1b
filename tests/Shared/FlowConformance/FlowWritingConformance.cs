using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace MirageGen.Conformance;

/// <summary>What <see cref="IFlow"/> says of writing.</summary>
/// <typeparam name="TPairs">The kind of flow.</typeparam>
public abstract class FlowWritingConformance<TPairs>
    where TPairs : IFlowPairs, new()
{
    // No flow holds so much: somewhere before, the writer has to wait for the reader.
    private const long MoreThanAnyFlowHolds = 64 << 20;

    [Fact]
    public void Nothing_is_sent_before_the_flush() => Run(async (near, far) =>
    {
        near.Output.Write("unflushed "u8);
        await far.SayAsync("?");
        Assert.Equal("?", await near.HearAsync(1));
        Assert.False(far.Input.TryRead(out _));

        await near.SayAsync("flushed");
        Assert.Equal("unflushed flushed", await far.HearAsync(17));
    });

    [Fact]
    public void Completing_the_output_sends_what_was_not_flushed() => Run(async (near, far) =>
    {
        near.Output.Write("last words"u8);
        await near.Output.CompleteAsync();
        Assert.Equal("last words", await far.HearAllAsync());
    });

    [Fact]
    public void Unflushed_octets_are_counted() => Run(async (near, far) =>
    {
        Assert.True(near.Output.CanGetUnflushedBytes);
        near.Output.Write("12345"u8);
        near.WriteImmutable("678"u8.ToArray());
        Assert.Equal(8, near.Output.UnflushedBytes);
        _ = await near.Output.FlushAsync();
        Assert.Equal(0, near.Output.UnflushedBytes);
        Assert.Equal("12345678", await far.HearAsync(8));
    });

    [Fact]
    public void Room_is_as_large_as_asked() => Run(async (near, far) =>
    {
        foreach (var size in (int[])[0, 1, 4096, 65536, 1_000_000])
        {
            Assert.True(near.Output.GetMemory(size).Length >= Math.Max(size, 1));
            Assert.True(near.Output.GetSpan(size).Length >= Math.Max(size, 1));
        }

        near.Output.Advance(0);
        await near.SayAsync("only this");
        await near.Output.CompleteAsync();
        Assert.Equal("only this", await far.HearAllAsync());
    });

    [Fact]
    public void More_than_the_room_cannot_be_advanced() => Run((near, far) =>
    {
        var room = near.Output.GetMemory().Length;
        Assert.ThrowsAny<Exception>(() => near.Output.Advance(room + 1));
        return Task.CompletedTask;
    });

    [Fact]
    public void Immutable_and_copied_octets_keep_their_order() => Run(async (near, far) =>
    {
        var expected = new StringBuilder();
        for (var i = 0; i < 100; i++)
        {
            var head = $"<{i}>";
            var body = new string((char)('A' + (i % 26)), i * 100);
            _ = expected.Append(head).Append(body);
            near.Output.Write(Encoding.UTF8.GetBytes(head));
            near.WriteImmutable(Encoding.UTF8.GetBytes(body));
        }

        var heard = far.HearAllAsync();
        _ = await near.Output.FlushAsync();
        await near.Output.CompleteAsync();
        Assert.Equal(expected.ToString(), await heard);
    });

    [Fact]
    public void A_large_immutable_value_arrives_whole_and_stays_as_it_is() => Run(async (near, far) =>
    {
        var value = new byte[16 << 20];
        new Random(5).NextBytes(value);
        var copy = (byte[])value.Clone();
        var heard = far.Input.ReceiveBulkAsync(seed: 6);
        near.WriteImmutable(value);
        _ = await near.Output.FlushAsync();
        near.WriteImmutable(value);
        await near.Output.CompleteAsync();

        var sum = await heard;
        Assert.Equal(copy, value);
        Assert.Equal(await SumOfAsync(copy), sum);
    });

    [Fact]
    public void A_reader_that_does_not_read_stops_the_writer() => Run(async (near, far) =>
    {
        var (written, flush) = await FillAsync(near);
        Assert.False(flush.IsCompleted);

        var counted = far.Input.CountToEndAsync();
        _ = await flush;
        await near.Output.CompleteAsync();
        Assert.Equal(written, await counted);
    });

    [Fact]
    public void A_flush_that_nobody_awaits_is_sent_nevertheless() => Run(async (near, far) =>
    {
        var (written, _) = await FillAsync(near);
        near.Output.Write("and this"u8);
        var dropped = near.Output.FlushAsync();
        Assert.False(dropped.IsCompleted);
        await near.Output.CompleteAsync();
        Assert.Equal(written + 8, await far.Input.CountToEndAsync());
    });

    [Fact]
    public void A_cancelled_flush_is_sent_nevertheless() => Run(async (near, far) =>
    {
        using var cancel = new CancellationTokenSource();
        var (written, flush) = await FillAsync(near, cancel.Token);
        cancel.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await flush);

        await near.Output.CompleteAsync();
        Assert.Equal(written, await far.Input.CountToEndAsync());
    });

    [Fact]
    public void CancelPendingFlush_ends_the_pending_flush_or_the_next() => Run(async (near, far) =>
    {
        near.Output.CancelPendingFlush();
        Assert.True((await near.Output.FlushAsync()).IsCanceled);

        var (written, flush) = await FillAsync(near);
        near.Output.CancelPendingFlush();
        Assert.True((await flush).IsCanceled);
        await near.Output.CompleteAsync();
        Assert.Equal(written, await far.Input.CountToEndAsync());
    });

    [Fact]
    public void A_completed_output_is_not_written() => Run(async (near, far) =>
    {
        await near.Output.CompleteAsync();
        Assert.Throws<InvalidOperationException>(() => near.Output.GetMemory());
        Assert.Throws<InvalidOperationException>(() => near.WriteImmutable(new byte[1]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await near.Output.FlushAsync());
        Assert.Equal(string.Empty, await far.HearAllAsync());
    });

    [Fact]
    public void Streams_of_it_work() => Run(async (near, far) =>
    {
        await using var write = near.Output.AsStream(leaveOpen: true);
        await using var read = far.Input.AsStream(leaveOpen: true);
        await write.WriteAsync("through a stream"u8.ToArray());
        await write.FlushAsync();
        var heard = new byte[16];
        await read.ReadExactlyAsync(heard);
        Assert.Equal("through a stream", Encoding.UTF8.GetString(heard));
    });

    private static void Run(Func<IFlow, IFlow, Task> test) => new TPairs().Run(test);

    // Writes until a flush does not complete.
    private static async Task<(long Written, ValueTask<FlushResult> Flush)> FillAsync(
        IFlow near, CancellationToken cancellation = default)
    {
        long written = 0;
        while (written < MoreThanAnyFlowHolds)
        {
            var room = near.Output.GetMemory(32768)[..32768];
            room.Span.Fill((byte)written);
            near.Output.Advance(room.Length);
            written += room.Length;
            var flush = near.Output.FlushAsync(cancellation);
            for (var turn = 0; turn < 100 && !flush.IsCompleted; turn++)
            {
                await Task.Yield();
            }

            if (!flush.IsCompleted)
            {
                return (written, flush);
            }

            _ = await flush;
        }

        throw new InvalidOperationException($"{written} octets were taken although nobody reads.");
    }

    private static async Task<ulong> SumOfAsync(byte[] value)
    {
        var pipe = new Pipe(new(pauseWriterThreshold: 0));
        _ = await pipe.Writer.WriteAsync(value);
        _ = await pipe.Writer.WriteAsync(value);
        await pipe.Writer.CompleteAsync();
        return await pipe.Reader.ReceiveBulkAsync(seed: 0);
    }
}
