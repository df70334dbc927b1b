using System.IO.Pipelines;
using System.Text;
using MirageGen.Abstractions.Tests.Loop;

namespace MirageGen.Abstractions.Tests.Flows;

/// <summary>The streams over a flow's two directions, with a pipe in the flow's place.</summary>
public sealed class FlowStreamTests
{
    private readonly Pipe _pipe = new(new PipeOptions(
        readerScheduler: PipeScheduler.Inline,
        writerScheduler: PipeScheduler.Inline,
        pauseWriterThreshold: 8,
        resumeWriterThreshold: 4));

    [Fact]
    public void What_has_arrived_is_read_as_far_as_it_goes() => TestLoop.Run(async loop =>
    {
        using var stream = new FlowReadStream(_pipe.Reader);
        await _pipe.Writer.WriteAsync("hello"u8.ToArray(), Stop);
        var buffer = new byte[3];

        Assert.Equal(0, await stream.ReadAsync(Memory<byte>.Empty, Stop));
        Assert.Equal("hel", await ReadAsync(stream, buffer));
        Assert.Equal("lo", await ReadAsync(stream, buffer));

        await _pipe.Writer.CompleteAsync();
        Assert.Equal("", await ReadAsync(stream, buffer));
    });

    [Fact]
    public void Reading_waits_on_the_loop_and_comes_back_to_it() => TestLoop.Run(async loop =>
    {
        using var stream = new FlowReadStream(_pipe.Reader);
        var buffer = new byte[6];
        var reading = ReadAllAndNoteThreadAsync();
        await Task.Yield();
        Assert.False(reading.IsCompleted);

        await _pipe.Writer.WriteAsync("abc"u8.ToArray(), Stop);
        await Task.Yield();
        Assert.False(reading.IsCompleted);
        await _pipe.Writer.WriteAsync("def"u8.ToArray(), Stop);
        await reading;

        Assert.Equal("abcdef", Encoding.ASCII.GetString(buffer));

        async Task ReadAllAndNoteThreadAsync()
        {
            await stream.ReadExactlyAsync(buffer, Stop);
            Assert.True(loop.IsCurrent);
        }
    });

    [Fact]
    public void Copying_from_one_flow_to_another_stays_on_the_loop() => TestLoop.Run(async loop =>
    {
        var destination = new Pipe();
        await using var source = new FlowReadStream(_pipe.Reader);
        await using var sink = new FlowWriteStream(destination.Writer);
        var copying = source.CopyToAsync(sink, Stop);
        for (var i = 0; i < 100; i++)
        {
            await _pipe.Writer.WriteAsync(new byte[] { (byte)i }, Stop);
        }

        await _pipe.Writer.CompleteAsync();
        await copying;

        Assert.True(loop.IsCurrent);
        Assert.True(destination.Reader.TryRead(out var read));
        Assert.Equal(100, read.Buffer.Length);
    });

    [Fact]
    public void An_error_of_the_flow_is_the_readers() => TestLoop.Run(async loop =>
    {
        using var stream = new FlowReadStream(_pipe.Reader);
        var reading = stream.ReadAsync(new byte[1], Stop);

        await _pipe.Writer.CompleteAsync(new FlowResetException("the peer went away"));

        Assert.Equal("the peer went away", (await Assert.ThrowsAsync<FlowResetException>(async () => await reading)).Message);
    });

    [Fact]
    public void A_read_that_is_cancelled_says_so_and_the_next_goes_on() => TestLoop.Run(async loop =>
    {
        using var stream = new FlowReadStream(_pipe.Reader);
        using var cancellation = new CancellationTokenSource();
        var byToken = stream.ReadAsync(new byte[1], cancellation.Token);
        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await byToken);

        var byReader = stream.ReadAsync(new byte[1], Stop);
        _pipe.Reader.CancelPendingRead();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await byReader);

        await _pipe.Writer.WriteAsync("x"u8.ToArray(), Stop);
        Assert.Equal("x", await ReadAsync(stream, new byte[1]));
    });

    [Fact]
    public void A_write_waits_while_the_peer_takes_nothing() => TestLoop.Run(async loop =>
    {
        using var stream = new FlowWriteStream(_pipe.Writer);
        await stream.WriteAsync("1234"u8.ToArray(), Stop);
        var writing = stream.WriteAsync("56789"u8.ToArray(), Stop);
        Assert.False(writing.IsCompleted);

        Assert.True(_pipe.Reader.TryRead(out var read));
        Assert.Equal("123456789", Encoding.ASCII.GetString(read.Buffer));
        _pipe.Reader.AdvanceTo(read.Buffer.End);
        await writing;

        Assert.True(loop.IsCurrent);
        await stream.FlushAsync(Stop);
    });

    [Fact]
    public void A_write_that_is_cancelled_says_so() => TestLoop.Run(async loop =>
    {
        using var stream = new FlowWriteStream(_pipe.Writer);
        var writing = stream.WriteAsync(new byte[9], Stop);

        _pipe.Writer.CancelPendingFlush();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await writing);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Disposing_completes_the_flows_direction_unless_it_is_left_open(bool leaveOpen)
    {
        using var loop = new TestLoop();
        var (reads, writes) = (new FlowReadStream(_pipe.Reader, leaveOpen), new FlowWriteStream(_pipe.Writer, leaveOpen));

        writes.Dispose();
        writes.Dispose();
        Assert.Equal(!leaveOpen, _pipe.Reader.TryRead(out var read) && read.IsCompleted);
        reads.Dispose();
        reads.Dispose();

        Assert.False(reads.CanRead || writes.CanWrite);
        Assert.Throws<ObjectDisposedException>(() => { _ = reads.ReadAsync(new byte[1], Stop).AsTask(); });
        Assert.Throws<ObjectDisposedException>(() => { _ = writes.WriteAsync(new byte[1], Stop).AsTask(); });
        Assert.Throws<ObjectDisposedException>(() => { _ = writes.FlushAsync(Stop); });
    }

    [Fact]
    public void What_would_block_or_go_back_is_refused()
    {
        using var reads = new FlowReadStream(_pipe.Reader);
        using var writes = new FlowWriteStream(_pipe.Writer);

        Assert.True(reads is { CanRead: true, CanWrite: false, CanSeek: false });
        Assert.True(writes is { CanRead: false, CanWrite: true, CanSeek: false });
        Assert.All<Stream>([reads, writes], stream =>
        {
            Assert.Throws<NotSupportedException>(() => stream.Read(new byte[1], 0, 1));
            Assert.Throws<NotSupportedException>(() => stream.Write(new byte[1], 0, 1));
            Assert.Throws<NotSupportedException>(() => stream.Seek(0, SeekOrigin.Begin));
            Assert.Throws<NotSupportedException>(() => stream.SetLength(0));
            Assert.Throws<NotSupportedException>(() => stream.Length);
            Assert.Throws<NotSupportedException>(() => stream.Position);
            stream.Flush();
        });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<string> ReadAsync(FlowReadStream stream, byte[] buffer) =>
        Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer, Stop));
}
