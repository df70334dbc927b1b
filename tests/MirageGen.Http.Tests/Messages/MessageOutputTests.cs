using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace MirageGen.Http.Tests.Messages;

/// <summary>What both ends send through, over flows that are lost in every way a flow may be.</summary>
public sealed class MessageOutputTests
{
    private static readonly FlowResetException Reset = new("gone");

    public enum Loss
    {
        Thrown,
        Failed,
        FailedLater,
        PeerTakesNoMore,
        PeerTakesNoMoreLater,
    }

    public static TheoryData<Loss, bool> Losses
    {
        get
        {
            var data = new TheoryData<Loss, bool>();
            foreach (var loss in Enum.GetValues<Loss>())
            {
                data.Add(loss, true);
                data.Add(loss, false);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_flow_that_is_lost_closes_the_output_and_whoever_writes_is_told_if_the_connection_says_so(Loss loss, bool isTold)
    {
        var writer = new LosingWriter(loss);
        var watch = new NotedWatch(isTold);
        var output = new MessageOutput(new OutputFlow(writer), watch);
        output.Write("lost"u8);
        for (var i = 0; i < 3; i++)
        {
            var flush = output.FlushAsync(TestContext.Current.CancellationToken);
            var error = await Record.ExceptionAsync(async () => await flush);
            Assert.Equal(isTold, error is FlowResetException);
            Assert.True(output.IsClosed);

            output.Write("dropped"u8);
            output.WriteImmutable("dropped"u8.ToArray());
            output.GetSpan(10_000).Fill(1);
            output.Advance(10_000);
            Assert.Equal(0, output.Unflushed);
        }

        Assert.Equal(1, watch.Closings);
        Assert.Equal(1, writer.Flushes);
        Assert.Equal(0, watch.Waiting);
    }

    [Fact]
    public async Task What_is_written_is_counted_until_it_is_flushed()
    {
        var writer = new ArrayWriter();
        var output = new MessageOutput(new OutputFlow(writer), new NotedWatch(isTold: true));
        output.Write(new byte[MessageOutput.FlushThreshold - 1]);
        Assert.False(output.MustFlush);
        output.WriteImmutable(new byte[1]);
        Assert.True(output.MustFlush);
        Assert.Equal(MessageOutput.FlushThreshold, output.Unflushed);
        await output.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, output.Unflushed);
    }

    [Fact]
    public void Chunks_have_their_size_in_front_and_the_last_one_the_trailers_behind()
    {
        var writer = new ArrayWriter();
        var output = new MessageOutput(new OutputFlow(writer), new NotedWatch(isTold: true));
        output.WriteChunk("hello"u8);
        output.WriteChunk(new byte[26]);
        output.WriteLastChunk(null);
        var trailers = new HttpHeaders { { "Digest", "abc" } };
        output.WriteLastChunk(trailers);
        Assert.Equal(
            $"5\r\nhello\r\n1a\r\n{new string('\0', 26)}\r\n0\r\n\r\n0\r\nDigest: abc\r\n\r\n",
            Encoding.ASCII.GetString(writer.Written));
    }

    private sealed class NotedWatch(bool isTold) : IOutputWatch
    {
        public int Waiting { get; private set; }

        public int Closings { get; private set; }

        public void BeginFlushWait(long octets) => Waiting++;

        public void EndFlushWait() => Waiting--;

        public FlowResetException? MarkClosed(FlowResetException cause)
        {
            Closings++;
            return isTold ? cause : null;
        }
    }

    private sealed class OutputFlow(PipeWriter output) : IFlow
    {
        public PipeReader Input => throw new InvalidOperationException("Nothing is read.");

        public PipeWriter Output => output;

        public void WriteImmutable(ReadOnlyMemory<byte> data) => output.Write(data.Span);

        public void Abort(string reason) => throw new InvalidOperationException("Nothing is aborted.");

        public ValueTask DisposeAsync() => default;
    }

    private class ArrayWriter : PipeWriter
    {
        private readonly ArrayBufferWriter<byte> _octets = new();

        public ReadOnlySpan<byte> Written => _octets.WrittenSpan;

        public override void Advance(int bytes) => _octets.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => _octets.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => _octets.GetSpan(sizeHint);

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => default;

        public override void CancelPendingFlush() => throw new NotSupportedException();

        public override void Complete(Exception? exception = null) => throw new NotSupportedException();
    }

    private sealed class LosingWriter(Loss loss) : ArrayWriter
    {
        public int Flushes { get; private set; }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return loss switch
            {
                Loss.Thrown => throw Reset,
                Loss.Failed => ValueTask.FromException<FlushResult>(Reset),
                Loss.FailedLater => FailLaterAsync(),
                Loss.PeerTakesNoMore => new(new FlushResult(isCanceled: false, isCompleted: true)),
                _ => EndLaterAsync(),
            };
        }

        private static async ValueTask<FlushResult> FailLaterAsync()
        {
            await Task.Yield();
            throw Reset;
        }

        private static async ValueTask<FlushResult> EndLaterAsync()
        {
            await Task.Yield();
            return new(isCanceled: false, isCompleted: true);
        }
    }
}
