using System.Buffers;
using CsCheck;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Flows;

public sealed class ReceiveStoreTests
{
    private const int StreamOctets = 200_000;

    /// <summary>Parts in any order, overlapping, from frames in pieces: what is read is the stream.</summary>
    [Fact]
    public void Octets_are_read_where_they_belong() =>
        Gen.Select(Gen.Int[0, StreamOctets - 1], Gen.Int[1, 40_000], Gen.Int[0, 20_000], Gen.Bool).Array[1, 60].Sample(steps =>
        {
            var pool = new BlockPool(long.MaxValue);
            var store = new ReceiveStore(pool);
            var stream = Stream();
            var has = new bool[StreamOctets + 1];
            foreach (var (place, length, taken, isRead) in steps)
            {
                var start = (int)store.Start;
                var from = start + (place % Math.Max(1, StreamOctets - start));
                var part = Math.Min(length, StreamOctets - from);
                if (part > 0)
                {
                    Write(ref store, stream, from, part);
                    Array.Fill(has, true, from, part);
                }

                if (isRead)
                {
                    var end = Array.IndexOf(has, false, start);
                    Assert.True(store.Until(end).ToArray().AsSpan().SequenceEqual(stream.AsSpan(start, end - start)));
                    store.Consume(store.PlaceOf(store.Until(end).GetPosition(Math.Min(taken, end - start))));
                    Assert.Equal(start + Math.Min(taken, end - start), store.Start);
                }
            }

            store.Release();
            Assert.Equal(0, pool.Rented);
        });

    [Fact]
    public void What_was_taken_leaves_nothing_behind()
    {
        var pool = new BlockPool(long.MaxValue);
        var store = new ReceiveStore(pool);
        var stream = Stream();
        Write(ref store, stream, 0, 100);
        Assert.Equal(1, pool.Rented);
        store.Consume(50);
        Assert.Equal(1, pool.Rented);
        store.Consume(100);
        Assert.Equal(0, pool.Rented);
        Write(ref store, stream, 100, 20_000);
        Assert.Equal(3, pool.Rented);
        store.Consume(100 + BlockPool.SmallOctets);
        Assert.Equal(2, pool.Rented);
    }

    [Fact]
    public void What_arrives_for_an_empty_store_lies_in_one_piece()
    {
        var store = new ReceiveStore(new(long.MaxValue));
        var stream = Stream();
        for (var at = 0; at + 5000 <= StreamOctets; at += 5000)
        {
            Write(ref store, stream, at, 5000);
            Assert.True(store.Until(at + 5000).IsSingleSegment);
            store.Consume(at + 5000);
        }
    }

    [Fact]
    public void Far_octets_cost_only_their_own_blocks()
    {
        var pool = new BlockPool(long.MaxValue);
        var store = new ReceiveStore(pool);
        Write(ref store, Stream(), 150_000, 10);
        Assert.Equal(1, pool.Rented);
        Assert.True(store.Until(0).IsEmpty);
    }

    private static byte[] Stream()
    {
        var stream = new byte[StreamOctets];
        new Random(7).NextBytes(stream);
        return stream;
    }

    private static void Write(ref ReceiveStore store, byte[] stream, int from, int length)
    {
        // Behind eleven octets of header, in two pieces.
        byte[] frame = [.. new byte[11], .. stream.AsSpan(from, length)];
        var cut = frame.Length / 2;
        store.Write(from, new(frame.AsSpan(0, cut), [frame.AsMemory(cut)]), 11, length);
    }
}
