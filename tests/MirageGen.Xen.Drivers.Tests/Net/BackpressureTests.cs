namespace MirageGen.Xen.Drivers.Tests;

public sealed class BackpressureTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(1514)]
    [InlineData(65_535)]
    public void A_full_interface_says_so_and_who_waits_goes_on_when_there_is_room(int length) => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        var frames = Fill(rig, length);
        Assert.InRange(frames, 5, 256);
        var space = rig.Network.WaitForSpaceAsync();
        _ = await Assert.ThrowsAsync<InvalidOperationException>(async () => await rig.Network.WaitForSpaceAsync());
        await XenRig.TurnsAsync();
        Assert.False(space.IsCompleted);

        rig.Netback.Serve();
        await space;
        Assert.Equal(frames, rig.Netback.Sent.Count);
        Assert.Equal(frames, Fill(rig, length));
    });

    [Fact]
    public void Who_waits_is_not_forgotten_when_answers_came_before_he_asked() => NetRig.Run(async rig =>
    {
        // Small frames are answered, and more than half of what is under way is; the memory is full of large ones still.
        rig.Netback.IsServing = false;
        for (var i = 0; i < 100; i++)
        {
            rig.Send(XenRig.Frame(60, i));
        }

        _ = Fill(rig, 65_535);
        await XenRig.TurnsAsync();
        for (var i = 0; i < 100; i++)
        {
            Assert.True(rig.Netback.Sending!.TryTake(rig.Netback.Sent));
        }

        _ = rig.Netback.Sending!.Ring.Push();
        var space = rig.Network.WaitForSpaceAsync();
        await XenRig.TurnsAsync();
        while (!space.IsCompleted)
        {
            Assert.True(rig.Netback.Sending!.TryTake(rig.Netback.Sent), "all is answered, and nobody was told");
            rig.Netback.Push(rig.Netback.Sending.Ring);
            await XenRig.TurnsAsync();
        }

        await space;
    });

    [Fact]
    public void Room_that_is_there_is_not_waited_for() => NetRig.Run(async rig =>
    {
        var space = rig.Network.WaitForSpaceAsync();
        Assert.True(space.IsCompleted);
        await space;
    });

    [Fact]
    public void In_every_order_of_sending_and_answering_who_waits_goes_on() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        var random = rig.Machine.World.Random;
        for (var round = 0; round < 300; round++)
        {
            while (rig.Network.TryReserve(65_535, out _))
            {
                rig.Network.Send(random.NextInt32(1515, 65_535), new(34, 16, Segmentation.TcpV4, 1448, 66));
                if (random.Chance(0.3))
                {
                    await Task.Yield();
                }
            }

            Take(rig, random.NextInt32(3));
            var space = rig.Network.WaitForSpaceAsync();
            await XenRig.TurnsAsync(random.NextInt32(1, 4));
            Take(rig, random.NextInt32(3));
            await XenRig.TurnsAsync(3);
            Take(rig, int.MaxValue);
            await space;
        }
    });

    [Fact]
    public void Who_waits_is_told_when_the_interface_is_closed() => NetRig.Run(async rig =>
    {
        rig.Netback.IsServing = false;
        _ = Fill(rig, 1514);
        var space = rig.Network.WaitForSpaceAsync();
        await rig.Network.DisposeAsync();
        _ = await Assert.ThrowsAsync<DeviceException>(async () => await space);
        _ = await Assert.ThrowsAsync<DeviceException>(async () => await rig.Network.WaitForSpaceAsync());
        Assert.False(rig.Network.TryReserve(100, out _));
    });

    private static void Take(NetRig rig, int most)
    {
        for (; most > 0 && rig.Netback.Sending!.TryTake(rig.Netback.Sent); most--)
        {
            rig.Netback.Sent.Clear();
        }

        rig.Netback.Push(rig.Netback.Sending!.Ring);
    }

    private static int Fill(NetRig rig, int length)
    {
        var frames = 0;
        while (rig.Network.TryReserve(length, out _))
        {
            rig.Network.Send(length, length > 1514 ? new(34, 16, Segmentation.TcpV4, 1448, 66) : default);
            frames++;
        }

        return frames;
    }
}
