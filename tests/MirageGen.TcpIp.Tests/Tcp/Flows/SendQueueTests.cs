using CsCheck;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Flows;

public sealed class SendQueueTests
{
    /// <summary>Written in every way, read anywhere, acknowledged in between: what is read is what was written.</summary>
    [Fact]
    public void Any_part_is_what_was_written_there() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 20_000], Gen.Int[0, 1000], Gen.Int[0, 1000]).Array[1, 80].Sample(steps =>
        {
            var pool = new BlockPool(long.MaxValue);
            var queue = new SendQueue(pool);
            var written = new List<byte>();
            var random = new Random(3);
            foreach (var (what, octets, from, share) in steps)
            {
                var part = new byte[octets];
                random.NextBytes(part);
                switch (what)
                {
                    case 0:
                        part.CopyTo(queue.Lease(octets));
                        queue.Advance(octets);
                        written.AddRange(part);
                        break;
                    case 1:
                        queue.Copy(part);
                        written.AddRange(part);
                        break;
                    case 2:
                        queue.Refer(part);
                        written.AddRange(part);
                        break;
                    case 3:
                        AssertReads(ref queue, written, from, share);
                        break;
                    default:
                        queue.Acknowledge(queue.Start + ((queue.End - queue.Start) * share / 1000));
                        break;
                }

                Assert.Equal(written.Count, queue.End);
            }

            Assert.Equal(written.Count, queue.Flush());
            queue.Acknowledge(queue.End);
            Assert.Equal(0, pool.Rented);
        });

    [Fact]
    public void Room_that_the_writer_holds_stays_its_own()
    {
        var pool = new BlockPool(long.MaxValue);
        var queue = new SendQueue(pool);
        queue.Copy("before"u8);
        var room = queue.Lease(100);
        queue.Flush();
        queue.Acknowledge(6);
        Assert.Equal(1, pool.Rented);
        "held"u8.CopyTo(room.Span);
        queue.Advance(4);
        var read = new byte[4];
        queue.CopyTo(6, read);
        Assert.Equal("held"u8, read);

        _ = queue.Lease(1);
        queue.Release();
        Assert.Equal(1, pool.Rented);
        queue.EndLease();
        Assert.Equal(0, pool.Rented);
    }

    [Fact]
    public void More_than_the_room_cannot_be_advanced()
    {
        var queue = new SendQueue(new(long.MaxValue));
        Assert.Throws<InvalidOperationException>(() => queue.Advance(1));
        var room = queue.Lease(0).Length;
        Assert.Throws<InvalidOperationException>(() => queue.Advance(room + 1));
        queue.Refer(new byte[5000]);
        Assert.Throws<InvalidOperationException>(() => queue.Advance(1));
    }

    private static void AssertReads(ref SendQueue queue, List<byte> written, int from, int share)
    {
        var first = queue.Start + ((queue.End - queue.Start) * from / 1000);
        var read = new byte[(queue.End - first) * share / 1000];
        queue.CopyTo(first, read);
        Assert.Equal(written.GetRange((int)first, read.Length), read);
    }
}
