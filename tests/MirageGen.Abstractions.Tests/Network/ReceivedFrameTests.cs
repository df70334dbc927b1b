using System.Buffers;
using CsCheck;

namespace MirageGen.Abstractions.Tests.Network;

public sealed class ReceivedFrameTests
{
    private static readonly Gen<byte[][]> Pieces = Gen.Byte.Array[0, 20].Array[1, 6];

    [Fact]
    public void Any_part_is_copied_as_if_the_frame_lay_in_one_piece() =>
        Gen.Select(Pieces, Gen.Int[0, 130], Gen.Int[0, 130]).Sample((pieces, offset, length) =>
        {
            var whole = pieces.SelectMany(piece => piece).ToArray();
            var frame = new ReceivedFrame(pieces[0], Tail(pieces));
            var copy = new byte[length];
            if (offset + length > whole.Length)
            {
                return !TryCopy(frame, offset, copy);
            }

            frame.CopyTo(offset, copy);
            return frame.Length == whole.Length && copy.AsSpan().SequenceEqual(whole.AsSpan(offset, length));
        }, iter: 20_000);

    [Fact]
    public void Its_pieces_are_the_head_and_the_tail_in_order() => Pieces.Sample(pieces =>
    {
        var frame = new ReceivedFrame(pieces[0], Tail(pieces));
        var isSame = frame.PieceCount == pieces.Length && frame.Head.SequenceEqual(pieces[0]);
        for (var i = 0; i < pieces.Length; i++)
        {
            isSame &= frame.Piece(i).SequenceEqual(pieces[i]);
        }

        return isSame;
    });

    [Fact]
    public void A_trimmed_frame_is_its_beginning_however_often_it_is_trimmed() =>
        Gen.Select(Pieces, Gen.Int[0, 120], Gen.Int[0, 120]).Sample((pieces, first, second) =>
        {
            var whole = pieces.SelectMany(piece => piece).ToArray();
            first = Math.Min(first, whole.Length);
            second = Math.Min(second, first);
            var frame = new ReceivedFrame(pieces[0], Tail(pieces)).Trim(first).Trim(second);
            var copy = new byte[second];
            frame.CopyTo(0, copy);
            var total = 0;
            for (var i = 0; i < frame.PieceCount; i++)
            {
                total += frame.Piece(i).Length;
            }

            return frame.Length == second && total == second && copy.AsSpan().SequenceEqual(whole.AsSpan(0, second));
        }, iter: 20_000);

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(4, 0)]
    [InlineData(0, 4)]
    [InlineData(2, 2)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(int.MinValue, 1)]
    public void A_part_that_is_not_there_is_refused(int offset, int length) =>
        Assert.False(TryCopy(new ReceivedFrame([1, 2, 3]), offset, new byte[length]));

    [Fact]
    public void An_empty_part_at_the_end_is_there() => Assert.True(TryCopy(new ReceivedFrame([1, 2, 3]), 3, []));

    [Fact]
    public void A_frame_whose_device_lends_nothing_is_not_retained()
    {
        Assert.False(new ReceivedFrame([1]).TryRetain(out _));
        Assert.False(new ReceivedFrame([1], retainer: new Retainer(lends: false)).TryRetain(out _));
    }

    [Fact]
    public void A_retained_frame_goes_back_to_its_device_by_its_token()
    {
        var device = new Retainer(lends: true);

        Assert.True(new ReceivedFrame([1, 2], retainer: device).TryRetain(out var retained));
        Assert.Equal([1, 2], retained.Octets.ToArray());
        Assert.Empty(device.Released);
        retained.Release();

        Assert.Equal([42], device.Released);
    }

    [Fact]
    public void Facts_are_unknown_unless_the_device_says_them()
    {
        Assert.Equal(new ReceiveFacts(ReceiveChecksum.Unchecked, 0), new ReceivedFrame([1]).Facts);
        Assert.Equal(
            new ReceiveFacts(ReceiveChecksum.Verified, 1448),
            new ReceivedFrame([1], facts: new ReceiveFacts(ReceiveChecksum.Verified, 1448)).Facts);
    }

    private static ReadOnlyMemory<byte>[] Tail(byte[][] pieces) => [.. pieces.Skip(1).Select(piece => (ReadOnlyMemory<byte>)piece)];

    private static bool TryCopy(ReceivedFrame frame, int offset, Span<byte> destination)
    {
        try
        {
            frame.CopyTo(offset, destination);
            return true;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }

    private sealed class Retainer(bool lends) : IFrameRetainer
    {
        public List<int> Released { get; } = [];

        public bool TryRetain(in ReceivedFrame frame, out RetainedFrame retained)
        {
            retained = lends ? new RetainedFrame(new ReadOnlySequence<byte>(frame.Head.ToArray()), this, 42) : default;
            return lends;
        }

        public void Release(int token) => Released.Add(token);
    }
}
