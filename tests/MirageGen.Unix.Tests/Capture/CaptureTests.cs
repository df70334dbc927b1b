using Microsoft.Extensions.Logging.Abstractions;
using MirageGen.TestKit;
using MirageGen.Unix.Tap;

namespace MirageGen.Unix.Tests;

public sealed class CaptureTests : IDisposable
{
    private static readonly byte[] Plain = new byte[VirtioHeader.Octets];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("miragegen-capture-");

    private string Path => System.IO.Path.Combine(_folder.FullName, "frames.pcap");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_passes_both_ways_is_in_the_file_in_its_order()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            using (var captured = await CaptureAsync(network, Path))
            {
                captured.Attach(inbox);
                Assert.True(captured.TrySend(TapRig.Frame(60, 1)));
                pair.Write([.. Plain, .. TapRig.Frame(1000, 2)]);
                await inbox.WaitForAsync(1);
                Assert.True(captured.TrySend(TapRig.Frame(65_549, 3), new(34, 16, Segmentation.TcpV4, 1448, 66)));
            }

            Assert.Equal([TapRig.Frame(60, 1), TapRig.Frame(1000, 2), TapRig.Frame(65_549, 3)], Frames());
            Assert.Equal(TapRig.Frame(1000, 2), inbox.Frames[0]);
            Assert.Equal(TapRig.Frame(60, 1), pair.Read()![VirtioHeader.Octets..]);
        });
    }

    [Fact]
    public void Without_a_file_the_device_is_handed_through()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            using var captured = await CaptureAsync(network, null);
            var inbox = new FrameInbox();
            captured.Attach(inbox);
            pair.Write([.. Plain, .. TapRig.Frame(100)]);
            await inbox.WaitForAsync(1);
            Assert.True(captured.TrySend(TapRig.Frame(60)));

            Assert.Equal(network.Address, captured.Address);
            Assert.Equal(network.Mtu, captured.Mtu);
            Assert.Equal(network.Offloads, captured.Offloads);
            Assert.Equal(new NetworkCounters(1, 100, 0, 1, 60, 0), captured.Counters);
            Assert.True(captured.IsUp);
            Assert.Empty(_folder.GetFiles());
        });
    }

    [Fact]
    public void A_frame_in_pieces_is_written_whole()
    {
        var pair = new FramePair();
        TapRig.Run(pair, async network =>
        {
            var inbox = new FrameInbox();
            using (var captured = await CaptureAsync(network, Path))
            {
                captured.Attach(inbox);
                var whole = TapRig.Frame(1000);
                ((IFrameReceiver)captured).Receive(new(whole.AsSpan(0, 200), [whole.AsMemory(200, 300), whole.AsMemory(500)]));
            }

            Assert.Equal([TapRig.Frame(1000)], Frames());
            Assert.Equal([TapRig.Frame(1000)], inbox.Frames);
        });
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_named() => TapRig.Run(new FramePair(), async network =>
    {
        var path = System.IO.Path.Combine(_folder.FullName, "nowhere", "frames.pcap");
        var error = await Assert.ThrowsAsync<DeviceException>(() => CaptureAsync(network, path));
        Assert.StartsWith($"cannot write the capture '{path}': ", error.Message, StringComparison.Ordinal);
    });

    private static Task<CapturedNetwork> CaptureAsync(INetwork network, string? path) =>
        CapturedNetwork.ConnectAsync(network, TimeProvider.System, NullLogger<CapturedNetwork>.Instance, path);

    private IEnumerable<byte[]> Frames()
    {
        using var file = File.OpenRead(Path);
        return [.. new PcapReader(file).ReadAll().Select(frame => frame.Octets.ToArray())];
    }
}
