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

    public Xenconsoled Xenconsoled { get; private set; }

    /// <summary>The domain becomes another one, with another page to another xenconsoled.</summary>
    public unsafe void ChangeDomain()
    {
        Hypervisor.ChangeDomain();
        Xenconsoled = new(Hypervisor);
        Hypervisor.ConsoleChannel = ((nint)Xenconsoled.Page, Xenconsoled.Port);
        Ring.BeginAnew();
    }

    public ValueTask<string?> ReadLineAsync() => Ring.ReadLineAsync(CancellationToken.None);

    public static void Run(Func<ConsoleRig, Task> test) => XenRig.Run(rig => test(new(rig)));
}
