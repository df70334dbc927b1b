using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MirageGen.Loop;
using MirageGen.Xen.Grants;
using MirageGen.Xen.Machine;
using MirageGen.Xen.Store;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A domain on a simulated hypervisor, in a world.</summary>
internal sealed class XenRig
{
    private const ushort FirstDomain = 7;
    private const int GrantFrames = 8;

    // Fuzzers let time pass, which it does only when nothing is left to do.
    private const int MostSeededTurns = 100_000;

    private unsafe XenRig(World world, SimulatedHypervisor hypervisor)
    {
        World = world;
        Hypervisor = hypervisor;
        Loop = EventLoop.Current!;
        StartXenstored(FirstDomain);
        var table = hypervisor.TakePages(GrantFrames);
        Table = new(table, GrantFrames, index => index < GrantFrameLimit);
        Grants = new(hypervisor, table, GrantFrames * GrantTable.EntriesPerFrame);
        hypervisor.IsGranted = Grants.IsGranted;
        Store = new(hypervisor, Xenstored.Page, Xenstored.Port, world.Clock);
        Domain = new(Loop, world.Clock, hypervisor, Table, Store);
    }

    public World World { get; }

    public EventLoop Loop { get; }

    public SimulatedHypervisor Hypervisor { get; }

    public SmallXenstored Xenstored { get; private set; }

    /// <summary>The domain's own grant table.</summary>
    public GrantTable Table { get; }

    /// <summary>What others do with it.</summary>
    public GrantOperations Grants { get; }

    /// <summary>Frames of the grant table that the hypervisor gives.</summary>
    public int GrantFrameLimit { get; set; } = GrantFrames;

    public XenStore Store { get; }

    public XenDomain Domain { get; }

    public RecordingLoggerFactory Logs { get; } = new();

    /// <summary>Runs a test; no driver may do what a real machine does not forgive.</summary>
    public static void Run(Func<XenRig, Task> test, [CallerMemberName] string name = "") => Run(test, WorldOptions.Default, name);

    /// <summary>Runs a test in the world of a seed.</summary>
    public static void RunSeeded(ulong seed, Func<XenRig, Task> test, [CallerMemberName] string name = "") =>
        Run(test, new() { Seed = seed, MaxTurns = MostSeededTurns }, name);

    private static void Run(Func<XenRig, Task> test, WorldOptions options, string name)
    {
        SimulatedHypervisor? hypervisor = null;
        try
        {
            World.Run(
                options,
                async world =>
                {
                    hypervisor = new(EventLoop.Current!);
                    await test(new(world, hypervisor));
                    Assert.Empty(hypervisor.Faults);
                },
                name);
        }
        finally
        {
            // Not before the world has ended: what is still on its way looks at the memory.
            hypervisor?.Dispose();
        }
    }

    /// <summary>The domain becomes the next one, at another number, with another page to xenstored and nobody at its other ends.</summary>
    public unsafe void ChangeDomain()
    {
        var before = Xenstored;
        Hypervisor.ChangeDomain();
        Grants.BeginAnew();
        StartXenstored((ushort)(before.Domain + 1));
        Hypervisor.GivePages(before.Page, 1);
    }

    /// <summary>Suspends the domain.</summary>
    /// <param name="elsewhere">What is at its other ends when it goes on as another one; null where it goes on as the same.</param>
    /// <returns>Whether it went on as another one.</returns>
    public Task<bool> SuspendAsync(Action? elsewhere)
    {
        Hypervisor.OnSuspend = () =>
        {
            if (elsewhere is null)
            {
                return false;
            }

            ChangeDomain();
            elsewhere();
            return true;
        };
        return Domain.Suspension.SuspendAsync();
    }

    /// <summary>Connects the network interface with a number.</summary>
    public Task<XenNetwork> ConnectAsync(int number = 0) => XenNetwork.ConnectAsync(Domain, Logs.CreateLogger("network"), number);

    /// <summary>Connects an interface whose other end is sound.</summary>
    public async Task<(XenNetwork Network, Netback Netback)> ConnectSoundAsync()
    {
        var netback = new Netback(this);
        netback.Begin();
        return (await ConnectAsync(), netback);
    }

    [MemberNotNull(nameof(Xenstored))]
    private unsafe void StartXenstored(ushort domain)
    {
        Xenstored = new(Hypervisor, domain);
        Hypervisor.StoreChannel = ((nint)Xenstored.Page, Xenstored.Port);
    }

    /// <summary>Lets everything that is ready run, and what becomes ready by that, for some turns.</summary>
    public static async Task TurnsAsync(int count = 20)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
        }
    }

    /// <summary>A frame whose octets can be told from each other.</summary>
    public static byte[] Frame(int length, int seed = 0)
    {
        var frame = new byte[length];
        for (var i = 0; i < length; i++)
        {
            frame[i] = (byte)((i * 7) + (i >> 8) + seed);
        }

        return frame;
    }
}
