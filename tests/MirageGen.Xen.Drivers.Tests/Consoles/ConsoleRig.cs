using MirageGen.Loop;
using MirageGen.Xen.Consoles;

namespace MirageGen.Xen.Drivers.Tests;

/// <summary>A console and its other end.</summary>
internal sealed class ConsoleRig
{
    private unsafe ConsoleRig(XenRig rig)
    {
        World = rig.World;
        Xenconsoled = new(rig.Hypervisor);
        Hypervisor = rig.Hypervisor;
        Ring = new(rig.Hypervisor, EventLoop.Current!, Xenconsoled.Page, Xenconsoled.Port);
    }

    public World World { get; }

    public SimulatedHypervisor Hypervisor { get; }

    public ConsoleRing Ring { get; }

    public Xenconsoled Xenconsoled { get; }

    public ValueTask<string?> ReadLineAsync() => Ring.ReadLineAsync(CancellationToken.None);

    public static void Run(Func<ConsoleRig, Task> test) => XenRig.Run(rig => test(new(rig)));
}
