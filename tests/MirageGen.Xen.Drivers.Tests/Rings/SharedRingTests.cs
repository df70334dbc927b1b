using MirageGen.Xen.Rings;

namespace MirageGen.Xen.Drivers.Tests;

public sealed unsafe class SharedRingTests : IDisposable
{
    private readonly byte* _page = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed(4096);

    [Theory]
    [InlineData(8, 256)]
    [InlineData(12, 256)]
    [InlineData(16, 128)]
    [InlineData(112, 32)]
    public void There_are_as_many_slots_as_a_power_of_two_fits(int slotOctets, int slots)
    {
        Assert.Equal(slots, new SharedRing(_page, slotOctets).Capacity);
        Assert.Equal(slots, new BackRing(_page, slotOctets).Size);
    }

    [Fact]
    public void Requests_and_responses_keep_their_order_over_many_laps()
    {
        var front = new SharedRing(_page, 8);
        var back = new BackRing(_page, 8);
        var (asked, served, answered) = (0ul, 0ul, 0ul);
        for (var round = 0; round < 1000; round++)
        {
            for (var i = 0; i < 1 + (round % 250) && front.Free > 0; i++)
            {
                *(ulong*)front.NextRequest() = asked++;
            }

            _ = front.Publish();
            while (back.Unconsumed > 0)
            {
                Assert.Equal(served++, *(ulong*)back.TakeRequest());
                *(ulong*)back.NextResponse() = served + 1000;
            }

            _ = back.Push();
            var unread = front.Unread;
            for (var i = 0; i < unread; i++)
            {
                Assert.Equal(++answered + 1000, *(ulong*)front.Response(i));
            }

            front.Consume(unread);
            Assert.Equal(front.Capacity, front.Free);
        }

        Assert.True(asked > 10_000);
        Assert.Equal(asked, answered);
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(256u)]
    [InlineData(0x8000_0000u)]
    [InlineData(0xffff_0000u)]
    public void More_responses_than_requests_are_found_out(uint beyond)
    {
        var front = new SharedRing(_page, 8);
        var back = new BackRing(_page, 8);
        for (var i = 0; i < 10; i++)
        {
            _ = front.NextRequest();
        }

        // What was written, but not shown, cannot have been answered either.
        _ = front.Publish();
        _ = front.NextRequest();
        back.ResponseProducer = 10;
        Assert.Equal(10, front.Unread);
        front.Consume(4);
        Assert.Equal(6, front.Unread);
        back.ResponseProducer = 10 + beyond;
        Assert.Equal(-1, front.Unread);
        Assert.True(front.AskForEvent());
    }

    [Fact]
    public void An_answer_taken_back_is_found_out()
    {
        var front = new SharedRing(_page, 8);
        var back = new BackRing(_page, 8);
        _ = front.NextRequest();
        _ = front.NextRequest();
        _ = front.Publish();
        back.ResponseProducer = 2;
        front.Consume(2);
        back.ResponseProducer = 1;
        Assert.Equal(-1, front.Unread);
    }

    /// <summary>
    /// Front end: publishes, notifies when told to. Back end: takes, and sleeps after the final check of ring.h. In every order of
    /// their single steps, no request waits while the back end sleeps without a notification.
    /// </summary>
    [Fact]
    public void No_order_of_publishing_and_looking_loses_a_notification()
    {
        for (var order = 0; order < 1 << 12; order++)
        {
            var front = new SharedRing(_page, 8);
            var back = new BackRing(_page, 8);
            _ = back.FinalCheck();
            var (isAwake, isTold, wantsSleep) = (false, false, false);
            for (var step = 0; step < 12; step++)
            {
                if ((order >> step & 1) != 0)
                {
                    _ = front.NextRequest();
                    isTold |= front.Publish();
                }
                else if (!isAwake)
                {
                    (isAwake, isTold, wantsSleep) = (isTold, false, false);
                }
                else if (wantsSleep)
                {
                    isAwake = wantsSleep = back.FinalCheck();
                    wantsSleep = false;
                }
                else if (back.Unconsumed > 0)
                {
                    _ = back.TakeRequest();
                }
                else
                {
                    wantsSleep = true;
                }
            }

            Assert.True(back.Unconsumed == 0 || isAwake || isTold, $"order {order:b}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_order_of_answering_and_asking_loses_a_notification(int after)
    {
        for (var order = 0; order < 1 << 12; order++)
        {
            var front = new SharedRing(_page, 8);
            var back = new BackRing(_page, 8);
            for (var i = 0; i < 12; i++)
            {
                _ = front.NextRequest();
            }

            _ = front.Publish();
            var (isAsleep, isTold) = (false, false);
            for (var step = 0; step < 12; step++)
            {
                if ((order >> step & 1) != 0)
                {
                    _ = back.TakeRequest();
                    _ = back.NextResponse();
                    isTold |= back.Push();
                }
                else if (!isAsleep || isTold)
                {
                    // Awake: take all that is there, then ask, and go on when told that there is more already.
                    front.Consume(front.Unread);
                    (isAsleep, isTold) = (!front.AskForEvent(after), false);
                }
            }

            Assert.True(front.Unread < after || !isAsleep || isTold, $"order {order:b}");
        }
    }

    [Fact]
    public void Nothing_new_is_nothing_to_notify()
    {
        var front = new SharedRing(_page, 8);
        Assert.False(front.Publish());
        _ = front.NextRequest();
        Assert.True(front.Publish());
        Assert.False(front.Publish());
        _ = front.NextRequest();
        Assert.False(front.Publish(), "nobody has asked since");
    }

    public void Dispose() => System.Runtime.InteropServices.NativeMemory.Free(_page);
}
