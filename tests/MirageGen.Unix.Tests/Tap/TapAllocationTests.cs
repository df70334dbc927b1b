using MirageGen.Unix.Tap;

namespace MirageGen.Unix.Tests;

public sealed class TapAllocationTests
{
    [Fact]
    public void Receiving_and_answering_allocates_nothing_per_frame()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var exchange = new Exchange(pair, network);
            network.Attach(exchange);
            Assert.InRange(await exchange.AllocatedAsync(), 0, 0);
            Assert.True(exchange.Retained > Exchange.Measured / 2, "the test was to retain frames, too");
        });
    }

    /// <summary>Sends each frame back and keeps the one before it; and is the other end, too, which then sends the next.</summary>
    private sealed class Exchange(FramePair pair, INetwork network) : IFrameReceiver
    {
        public const int Measured = 5000;

        private const int Warming = 500;

        private readonly TaskCompletionSource<long> _allocated = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly byte[] _frame = new byte[VirtioHeader.Octets + 1000];
        private readonly byte[] _answer = new byte[FrameMemory.BlockOctets];
        private RetainedFrame? _kept;
        private int _count;
        private int _answers;
        private long _before;

        public int Retained { get; private set; }

        /// <summary>Octets allocated in the steady state.</summary>
        public Task<long> AllocatedAsync()
        {
            pair.Write(_frame);
            return _allocated.Task;
        }

        public void Receive(in ReceivedFrame frame)
        {
            _kept?.Release();
            _kept = null;
            if (frame.TryRetain(out var retained))
            {
                Retained++;
                _kept = retained;
            }

            _ = network.TryReserve(frame.Length, out var room);
            frame.CopyTo(0, room);
            network.Send(frame.Length);
        }

        public void EndOfBatch()
        {
            _answers += pair.Take(_answer) == _frame.Length ? 1 : 0;
            _count++;
            if (_count == Warming)
            {
                _before = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (_count == Warming + Measured)
            {
                _allocated.SetResult(GC.GetAllocatedBytesForCurrentThread() - _before);
                Assert.Equal(_count, _answers);
                return;
            }

            pair.Write(_frame);
        }
    }
}
