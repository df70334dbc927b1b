using CsCheck;
using MirageGen.TcpIp.Tcp;

namespace MirageGen.TcpIp.Tests.Tcp.Table;

public sealed class DeadlineHeapTests
{
    /// <summary>Deadlines set, put off, brought forward and removed at random: each is looked at in time, none for nothing twice.</summary>
    [Fact]
    public void Nothing_is_looked_at_late() =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 50], Gen.Int[0, 9]).Array[1, 200].Sample(steps =>
        {
            var heap = new DeadlineHeap();
            var connections = Enumerable.Range(1, 20).Select(port => Keys.Connection(Keys.Key(port))).ToArray();
            var deadlines = new TimeSpan?[20];
            var now = TimeSpan.Zero;
            foreach (var (which, time, what) in steps)
            {
                if (what == 0)
                {
                    heap.Remove(connections[which]);
                    deadlines[which] = null;
                }
                else if (what < 7)
                {
                    deadlines[which] = now + TimeSpan.FromSeconds(time);
                    heap.Set(connections[which], deadlines[which]!.Value);
                }
                else
                {
                    now += TimeSpan.FromSeconds(time);
                    RunDue(heap, connections, deadlines, now);
                    Assert.DoesNotContain(deadlines, deadline => deadline <= now);
                }

                Assert.True(heap.First <= (deadlines.Min() ?? TcpConnection.Never));
            }
        });

    [Fact]
    public void One_that_is_put_off_keeps_its_place()
    {
        var heap = new DeadlineHeap();
        var connection = Keys.Connection(Keys.Key(1));
        heap.Set(connection, TimeSpan.FromSeconds(1));
        heap.Set(connection, TimeSpan.FromSeconds(5));
        heap.Set(connection, TcpConnection.Never);
        Assert.Equal((1, TimeSpan.FromSeconds(1)), (heap.Count, heap.First));
        Assert.Null(heap.TakeDue(TimeSpan.FromSeconds(0.5)));
        Assert.Same(connection, heap.TakeDue(TimeSpan.FromSeconds(1)));
        Assert.Equal((0, TcpConnection.Never), (heap.Count, heap.First));
    }

    private static void RunDue(DeadlineHeap heap, Connection[] connections, TimeSpan?[] deadlines, TimeSpan now)
    {
        while (heap.TakeDue(now) is { } due)
        {
            // As the device does: what is not due yet gets its place anew.
            var which = Array.IndexOf(connections, due);
            if (deadlines[which] <= now)
            {
                deadlines[which] = null;
            }

            heap.Set(due, deadlines[which] ?? TcpConnection.Never);
        }
    }
}
