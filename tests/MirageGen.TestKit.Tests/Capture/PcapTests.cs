using System.Buffers.Binary;
using MirageGen.TestKit.Tests.Network;

namespace MirageGen.TestKit.Tests.Capture;

public sealed class PcapTests
{
    private static readonly DateTimeOffset Moment = new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero).AddTicks(1_234_567);

    [Fact]
    public void What_is_written_is_read_again()
    {
        using var file = new MemoryStream();
        var writer = new PcapWriter(file);
        writer.Write(Moment, [1, 2, 3]);
        writer.Write(Moment.AddTicks(1), [], length: 1514);
        file.Position = 0;
        var frames = new PcapReader(file).ReadAll().ToArray();

        Assert.Equal(2, frames.Length);
        Assert.Equal((Moment, 3), (frames[0].Time, frames[0].Length));
        Assert.Equal([1, 2, 3], frames[0].Octets.ToArray());
        Assert.Equal((Moment.AddTicks(1), 1514, 0), (frames[1].Time, frames[1].Length, frames[1].Octets.Length));
    }

    [Fact]
    public void The_file_is_laid_out_as_others_expect_it()
    {
        using var file = new MemoryStream();
        new PcapWriter(file).Write(Moment, [0xAB]);

        Assert.Equal(
            "4D3CB2A1" + "0200" + "0400" + "00000000" + "00000000" + "00000400" + "01000000"
            + "01B95569" + "BCCC5B07" + "01000000" + "01000000" + "AB",
            Convert.ToHexString(file.ToArray()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Either_octet_order_and_microseconds_are_read(bool isLittleEndian)
    {
        var file = new List<byte>();
        Add(0xA1B2_C3D4);
        Add(isLittleEndian ? 0x0004_0002u : 0x0002_0004u);
        Add(0);
        Add(0);
        Add(65_535);
        Add(1);
        Add(1_767_225_601);
        Add(123_456);
        Add(2);
        Add(60);
        file.AddRange([7, 8]);

        var frame = Assert.Single(new PcapReader(new MemoryStream([.. file])).ReadAll());
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 1, TimeSpan.Zero).AddMicroseconds(123_456), frame.Time);
        Assert.Equal((60, 2), (frame.Length, frame.Octets.Length));

        void Add(uint value)
        {
            var octets = new byte[4];
            if (isLittleEndian)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
            }
            else
            {
                BinaryPrimitives.WriteUInt32BigEndian(octets, value);
            }

            file.AddRange(octets);
        }
    }

    [Fact]
    public void A_file_that_is_none_or_breaks_off_is_refused()
    {
        using var whole = new MemoryStream();
        new PcapWriter(whole).Write(Moment, new byte[100]);
        var octets = whole.ToArray();
        for (var length = 0; length < octets.Length; length++)
        {
            if (length == 24)
            {
                continue;
            }

            Assert.Throws<InvalidDataException>(() => Read(octets[..length]));
        }

        Assert.Empty(Read(octets[..24]));
        Assert.Throws<InvalidDataException>(() => Read([.. new byte[24]]));
        octets[20] = 101;
        Assert.Throws<InvalidDataException>(() => Read(octets));
        octets[20] = 1;
        octets[24 + 11] = 0x7F;
        Assert.Throws<InvalidDataException>(() => Read(octets));

        static CapturedFrame[] Read(byte[] file) => [.. new PcapReader(new MemoryStream(file)).ReadAll()];
    }

    [Fact]
    public void A_segment_is_captured_with_virtual_times() => World.Run(async world =>
    {
        var lan = new Lan(world, segment => segment.Wire = new() { Delay = TimeSpan.FromMilliseconds(3) });
        var capture = lan.Segment.Capture();
        lan.Send(lan.Frame(lan.B.Address));
        await world.DelayAsync(TimeSpan.FromSeconds(1));
        lan.Send(lan.Frame(lan.C.Address, octets: 60));
        await lan.SettleAsync();

        Assert.Equal([100, 60], capture.Frames.Select(frame => frame.Length));
        Assert.Equal(
            [World.Start.AddMilliseconds(3), World.Start.AddMilliseconds(1003)], capture.Frames.Select(frame => frame.Time));
        using var file = new MemoryStream();
        capture.Save(file);
        file.Position = 0;
        Assert.Equal(2, new PcapReader(file).ReadAll().Count());
    });
}
