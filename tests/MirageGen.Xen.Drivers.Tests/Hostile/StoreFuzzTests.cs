namespace MirageGen.Xen.Drivers.Tests;

/// <summary>Whatever xenstored and xenconsoled say: requests end, and nothing leaves the loop.</summary>
public sealed class StoreFuzzTests
{
    [Fact]
    public void Octets_for_answers()
    {
        foreach (var seed in new FuzzBudget(200).Seeds())
        {
            XenRig.RunSeeded(seed, async rig =>
            {
                var random = rig.World.Random;
                rig.Xenstored.IsMute = true;
                var requests = Ask(rig);
                for (var i = 0; i < 20; i++)
                {
                    var octets = new byte[random.NextInt32(1, 200)];
                    random.Fill(octets);
                    Send(rig, octets);
                    await XenRig.TurnsAsync(3);
                }

                await EndAsync(requests);
            });
        }
    }

    [Fact]
    public void Messages_with_anything_in_them()
    {
        foreach (var seed in new FuzzBudget(200).Seeds())
        {
            XenRig.RunSeeded(seed, async rig =>
            {
                var random = rig.World.Random;
                rig.Xenstored.IsMute = true;
                rig.Xenstored.MostAtOnce = random.NextInt32(1, 64);
                var requests = Ask(rig);
                for (var i = 0; i < 60; i++)
                {
                    var octets = new byte[16 + random.NextInt32(60)];
                    random.Fill(octets.AsSpan(16));
                    octets[0] = (byte)random.NextInt32(18);
                    octets[4] = (byte)random.NextInt32(12);
                    octets[8] = (byte)random.NextInt32(3);
                    octets[12] = (byte)(octets.Length - 16 + (random.Chance(0.02) ? 1 : 0));
                    octets[13] = (byte)(random.Chance(0.005) ? random.NextInt32(20) : 0);
                    Send(rig, octets);
                    await XenRig.TurnsAsync(3);
                }

                await EndAsync(requests);
            });
        }
    }

    [Fact]
    public void Octets_and_counts_in_the_pages()
    {
        foreach (var seed in new FuzzBudget(200).Seeds())
        {
            XenRig.RunSeeded(seed, async rig =>
            {
                var console = new Xenconsoled(rig.Hypervisor) { IsStuck = true };
                var ring = Console(rig, console);
                rig.Xenstored.IsSilent = true;
                var requests = Ask(rig);
                for (var i = 0; i < 40; i++)
                {
                    Scribble(rig, console);
                    ring.Write("a line of text\n");
                    await XenRig.TurnsAsync(3);
                }

                using var cancellation = new CancellationTokenSource();
                var line = ring.ReadLineAsync(cancellation.Token).AsTask();
                cancellation.Cancel();
                _ = await Record.ExceptionAsync(() => line);
                await EndAsync(requests);
            });
        }
    }

    private static unsafe Consoles.ConsoleRing Console(XenRig rig, Xenconsoled console) => new(rig.Hypervisor, rig.Loop, console.Page, console.Port);

    private static unsafe void Scribble(XenRig rig, Xenconsoled console)
    {
        var random = rig.World.Random;
        foreach (var (page, indexes) in (ReadOnlySpan<(nint Page, int Indexes)>)[((nint)rig.Xenstored.Page, 2048), ((nint)console.Page, 3072)])
        {
            random.Fill(new((byte*)page, indexes));
            ((uint*)(page + indexes))[random.NextInt32(4)] += random.Chance(0.1) ? (uint)random.NextUInt64() : (uint)random.NextInt32(300);
        }

        rig.Hypervisor.Raise(rig.Xenstored.Port);
        rig.Hypervisor.Raise(console.Port);
    }

    private static Task[] Ask(XenRig rig) =>
    [
        rig.Store.TryReadAsync("a"),
        rig.Store.TryReadNumberAsync("b"),
        rig.Store.ListAsync("c"),
        rig.Store.WriteAsync("d", "x"),
        rig.Store.WatchAsync("e", static () => { }),
        rig.Store.WatchAsync("f", static () => { }),
        rig.Store.WriteTogetherAsync([new("g", "1"), new("h", "2")]),
        rig.Store.TryReadAsync("i"),
    ];

    // Straight into the ring, as far as there is room: the guest takes it at once.
    private static void Send(XenRig rig, byte[] octets)
    {
        for (var sent = 0; sent < octets.Length;)
        {
            var count = rig.Xenstored.Responses.Write(octets.AsSpan(sent));
            sent += count;
            if (count == 0)
            {
                break;
            }
        }

        rig.Hypervisor.Raise(rig.Xenstored.Port);
    }

    private static async Task EndAsync(Task[] requests)
    {
        foreach (var request in requests)
        {
            Assert.True(await Record.ExceptionAsync(() => request) is null or DeviceException);
        }
    }
}
