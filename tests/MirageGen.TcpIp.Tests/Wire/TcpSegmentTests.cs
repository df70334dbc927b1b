using CsCheck;
using MirageGen.TcpIp.Wire;

namespace MirageGen.TcpIp.Tests.Wire;

public sealed class TcpSegmentTests
{
    private static readonly Gen<TcpSequence> Sequences = Gen.UInt.Select(value => new TcpSequence(value));

    private static readonly Gen<TcpHeader> Headers =
        Gen.Select(Gen.UShort, Gen.UShort, Gen.Select(Sequences, Sequences), Gen.Byte, Gen.UShort, Gen.UShort, Options())
            .Select((source, destination, numbers, flags, window, urgent, options) => new TcpHeader
            {
                SourcePort = source,
                DestinationPort = destination,
                Sequence = numbers.Item1,
                Acknowledgment = numbers.Item2,
                Flags = (TcpFlags)flags,
                Window = window,
                UrgentPointer = urgent,
                Options = options,
            });

    [Fact]
    public void What_is_written_is_read_back() => Headers.Sample(header =>
    {
        Span<byte> octets = stackalloc byte[TcpSegmentView.MostHeaderOctets];
        octets.Fill(0xDD);
        var length = TcpHeaderFormat.Write(octets, header);
        Assert.Equal(TcpHeaderFormat.Length(header), length);
        Assert.Equal(WireError.None, TcpSegmentView.TryRead(octets[..length], out var view));
        Assert.Equal(length, view.HeaderOctets);
        view.Read(out var read);

        Assert.Equal(header.SourcePort, read.SourcePort);
        Assert.Equal(header.DestinationPort, read.DestinationPort);
        Assert.Equal(header.Sequence, read.Sequence);
        Assert.Equal(header.Acknowledgment, read.Acknowledgment);
        Assert.Equal(header.Flags, read.Flags);
        Assert.Equal(header.Window, read.Window);
        Assert.Equal(header.UrgentPointer, read.UrgentPointer);
        AssertSame(header.Options, read.Options);
    });

    [Fact]
    public void A_syn_of_Linux_is_understood()
    {
        // tcpdump of a SYN: mss 1460, sackOK, TS val 305419896 ecr 0, nop, wscale 7.
        byte[] octets =
        [
            0x9c, 0x40, 0x00, 0x50, 0x11, 0x22, 0x33, 0x44, 0x00, 0x00, 0x00, 0x00, 0xa0, 0x02, 0xfa, 0xf0, 0x00, 0x00, 0x00, 0x00,
            0x02, 0x04, 0x05, 0xb4, 0x04, 0x02, 0x08, 0x0a, 0x12, 0x34, 0x56, 0x78, 0x00, 0x00, 0x00, 0x00, 0x01, 0x03, 0x03, 0x07,
        ];
        Assert.Equal(WireError.None, TcpSegmentView.TryRead(octets, out var view));
        view.Read(out var header);

        Assert.Equal((40_000, 80), (header.SourcePort, header.DestinationPort));
        Assert.Equal(new TcpSequence(0x11223344), header.Sequence);
        Assert.Equal(TcpFlags.Syn, header.Flags);
        Assert.Equal(0xfaf0, header.Window);
        Assert.Equal(1460, header.Options.MaxSegment);
        Assert.True(header.Options.IsSackPermitted);
        Assert.True(header.Options.HasTimestamps);
        Assert.Equal(0x12345678u, header.Options.TimestampValue);
        Assert.Equal((byte)7, header.Options.WindowScale);
        Assert.Equal(octets, Rewritten(header));
    }

    [Theory]
    [InlineData(0, nameof(WireError.Truncated))]
    [InlineData(19, nameof(WireError.Truncated))]
    [InlineData(23, nameof(WireError.Truncated))]
    [InlineData(24, nameof(WireError.None))]
    public void A_header_that_is_cut_short_is_refused(int length, string expected)
    {
        var octets = new byte[length];
        if (length > 12)
        {
            octets[12] = 6 << 4;
        }

        Assert.Equal(expected, TcpSegmentView.TryRead(octets, out _).ToString());
    }

    [Fact]
    public void A_header_shorter_than_any_is_refused()
    {
        var octets = new byte[60];
        octets[12] = 4 << 4;
        Assert.Equal(WireError.Length, TcpSegmentView.TryRead(octets, out _));
    }

    [Theory]
    [InlineData("02-04-05-B4-00-03-03-07", 1460, false)]
    [InlineData("01-01-01-02-04-05-B4-01", 1460, false)]
    [InlineData("02-00-05-B4-02-04-05-B4", 0, false)]
    [InlineData("02-01-05-B4-02-04-05-B4", 0, false)]
    [InlineData("02-03-05-02-04-05-B4-00", 1460, false)]
    [InlineData("FE-04-12-34-02-04-05-B4", 1460, false)]
    [InlineData("02-04-05-B4-08-0A-00-00", 1460, false)]
    [InlineData("02-04-05-B4-04-02-08-FF", 1460, true)]
    [InlineData("02-04-05-B4-04-03-00-05", 1460, false)]
    [InlineData("02", 0, false)]
    public void What_is_wrong_in_options_is_skipped_and_the_rest_counts(string text, int maxSegment, bool isSackPermitted)
    {
        var options = default(TcpOptions);
        TcpOptionsFormat.Read(Convert.FromHexString(text.Replace("-", string.Empty, StringComparison.Ordinal)), ref options);

        Assert.Equal(maxSegment, options.MaxSegment);
        Assert.Equal(isSackPermitted, options.IsSackPermitted);
        Assert.False(options.HasTimestamps);
        Assert.Equal(0, options.SackCount);
        Assert.Null(options.WindowScale);
    }

    [Fact]
    public void A_window_scale_beyond_the_largest_counts_as_that()
    {
        var options = default(TcpOptions);
        TcpOptionsFormat.Read([3, 3, 200], ref options);
        Assert.Equal((byte)14, options.WindowScale);
    }

    [Fact]
    public void Beside_timestamps_three_blocks_fit()
    {
        var options = new TcpOptions { HasTimestamps = true, SackCount = 4 };
        Span<byte> octets = stackalloc byte[TcpOptionsFormat.MostOctets];
        Assert.Equal(40, TcpOptionsFormat.Write(octets, options));
        var read = default(TcpOptions);
        TcpOptionsFormat.Read(octets, ref read);
        Assert.Equal(3, read.SackCount);
    }

    /// <summary>The parser's fuzzer: nothing throws, and whatever is understood can be said again.</summary>
    [Fact]
    public void Any_octets_are_read_without_harm() => Gen.Byte.Array[0, 80].Sample(
        octets =>
        {
            _ = TcpSegmentView.TryReadQuoted(octets, out _, out _, out _);
            if (TcpSegmentView.TryRead(octets, out var view) != WireError.None)
            {
                return;
            }

            view.Read(out var header);
            Assert.InRange(view.HeaderOctets, 20, octets.Length);
            Assert.InRange(header.Options.SackCount, 0, SackBlocks.Most);
            Assert.InRange(TcpHeaderFormat.Write(stackalloc byte[TcpSegmentView.MostHeaderOctets], header), 20, 60);
        },
        iter: 20_000);

    [Fact]
    public void Any_options_are_read_without_harm() => Gen.Select(Gen.Int[0, 8], Gen.Int[0, 12], Gen.Byte.Array[0, 12])
        .Select((kind, length, rest) => (byte[])[(byte)kind, (byte)length, .. rest]).Array[0, 6].Sample(
        parts =>
        {
            byte[] octets = [.. parts.SelectMany(part => part)];
            var options = default(TcpOptions);
            TcpOptionsFormat.Read(octets.AsSpan(0, Math.Min(octets.Length, TcpOptionsFormat.MostOctets)), ref options);
            Assert.InRange(TcpOptionsFormat.Write(stackalloc byte[TcpOptionsFormat.MostOctets], options), 0, 40);
        },
        iter: 20_000);

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        var header = new TcpHeader { Flags = TcpFlags.Ack, Options = new() { HasTimestamps = true, SackCount = 2 } };
        var octets = new byte[TcpSegmentView.MostHeaderOctets];
        TestKit.Allocations.None(() =>
        {
            _ = TcpHeaderFormat.Write(octets, header);
            _ = TcpSegmentView.TryRead(octets, out var view);
            view.Read(out _);
        });
    }

    private static Gen<TcpOptions> Options() =>
        Gen.Select(Gen.UShort, Gen.Byte[0, 15], Gen.Bool, Gen.Bool, Gen.Select(Gen.UInt, Gen.UInt), Gen.Select(Sequences, Sequences).Array[0, 4])
            .Select((maxSegment, scale, isSackPermitted, hasTimestamps, timestamps, sacks) =>
            {
                // As they occur: SYNs have the first three, other segments SACK blocks, and both timestamps.
                var options = new TcpOptions { HasTimestamps = hasTimestamps };
                if (hasTimestamps)
                {
                    (options.TimestampValue, options.TimestampEcho) = timestamps;
                }

                if (sacks.Length == 0)
                {
                    options.MaxSegment = maxSegment;
                    options.WindowScale = scale == 15 ? null : scale;
                    options.IsSackPermitted = isSackPermitted;
                }

                for (var i = 0; i < Math.Min(sacks.Length, hasTimestamps ? 3 : 4); i++)
                {
                    options.Sacks[i] = new(sacks[i].Item1, sacks[i].Item2);
                    options.SackCount++;
                }

                return options;
            });

    private static void AssertSame(in TcpOptions expected, in TcpOptions actual)
    {
        Assert.Equal(expected.MaxSegment, actual.MaxSegment);
        Assert.Equal(expected.WindowScale, actual.WindowScale);
        Assert.Equal(expected.IsSackPermitted, actual.IsSackPermitted);
        Assert.Equal(expected.HasTimestamps, actual.HasTimestamps);
        Assert.Equal(expected.TimestampValue, actual.TimestampValue);
        Assert.Equal(expected.TimestampEcho, actual.TimestampEcho);
        Assert.Equal(expected.SackCount, actual.SackCount);
        for (var i = 0; i < expected.SackCount; i++)
        {
            Assert.Equal(expected.Sacks[i], actual.Sacks[i]);
        }
    }

    private static byte[] Rewritten(in TcpHeader header)
    {
        var octets = new byte[TcpHeaderFormat.Length(header)];
        _ = TcpHeaderFormat.Write(octets, header);
        return octets;
    }
}
