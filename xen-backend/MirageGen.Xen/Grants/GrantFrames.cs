using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Interop;

namespace MirageGen.Xen.Grants;

/// <summary>Has the hypervisor put its grant table into this domain's sight.</summary>
internal static unsafe class GrantFrames
{
    // 4,096 grants; a network interface takes about 420, a disk at most 400.
    private const int MostFrames = 8;

    /// <summary>Makes the domain's grant table.</summary>
    /// <exception cref="DeviceException">The hypervisor offers none.</exception>
    public static GrantTable Open()
    {
        var most = Math.Min(MostFrames, Hypercalls.MostGrantFrames());
        var first = most > 0 ? Shim.UnusedFrames((ulong)most) : 0;
        return first != 0
            ? new GrantTable((byte*)Shim.ShowFrame(first), most, index => Hypercalls.TryMapGrantFrame(index, first + (ulong)index))
            : throw new DeviceException("the hypervisor offers no grant table, without which there are no devices");
    }
}
