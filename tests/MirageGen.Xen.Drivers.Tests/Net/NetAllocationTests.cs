using MirageGen.Loop;

namespace MirageGen.Xen.Drivers.Tests;

public sealed class NetAllocationTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(1514)]
    [InlineData(9000)]
    [InlineData(60_000)]
    public void Receiving_answering_and_keeping_allocate_nothing(int length) => NetRig.Run(async rig =>
    {
        var echo = new Echo();
        rig.Inbox.OnFrame = null;
        var (network, netback) = await ConnectAsync(rig.Machine, echo);
        var frame = XenRig.Frame(length);
        var turns = new TurnCount();
        EventLoop.Current!.AtEndOfTurn(turns);
        await Allocations.NoneAsync(
            async rounds =>
            {
                for (var i = 0; i < rounds; i++)
                {
                    netback.Deliver(frame, pieceOctets: i % 3 == 0 ? 3500 : 4096, flags: NetbackWire.ReceivedChecksumBlank);
                    await Task.Yield();
                    await Task.Yield();
                    await Task.Yield();
                    await Task.Yield();
                }
            },
            rounds: 1000);
        EventLoop.Current.Forget(turns);
        Assert.True(echo.Kept > 1000 && netback.Sending!.Frames > 1000 && turns.Count > 4000);
        Assert.Equal(0, network.Counters.ReceiveDrops);
    });

    [Fact]
    public void Waiting_for_space_allocates_nothing() => NetRig.Run(async rig =>
    {
        rig.Netback.Sending!.Keeps = false;
        await Allocations.NoneAsync(
            async rounds =>
            {
                for (var i = 0; i < rounds; i++)
                {
                    while (rig.Network.TryReserve(60_000, out _))
                    {
                        rig.Network.Send(60_000, new(34, 16, Segmentation.TcpV4, 1448, 66));
                    }

                    await rig.Network.WaitForSpaceAsync();
                }
            },
            rounds: 500);
    });

    private static async Task<(XenNetwork Network, Netback Netback)> ConnectAsync(XenRig machine, Echo echo)
    {
        var netback = new Netback(machine, 1);
        netback.Begin();
        var network = await machine.ConnectAsync(1);
        echo.Network = network;
        network.Attach(echo);
        netback.Sending!.Keeps = false;
        return (network, netback);
    }

    /// <summary>Sends each frame back and keeps the one before it.</summary>
    private sealed class Echo : IFrameReceiver
    {
        private RetainedFrame? _kept;

        public XenNetwork? Network { get; set; }

        public int Kept { get; private set; }

        public void Receive(in ReceivedFrame frame)
        {
            _kept?.Release();
            _kept = null;
            if (frame.TryRetain(out var kept))
            {
                _kept = kept;
                Kept++;
            }

            if (Network!.TryReserve(frame.Length, out var room))
            {
                frame.CopyTo(0, room);
                Network.Send(frame.Length, frame.Length > 1514 ? new(34, 16, Segmentation.TcpV4, 1448, 66) : default);
            }
        }

        public void EndOfBatch()
        {
        }
    }

    private sealed class TurnCount : ITurnEnd
    {
        public int Count { get; private set; }

        public void EndTurn() => Count++;
    }
}
