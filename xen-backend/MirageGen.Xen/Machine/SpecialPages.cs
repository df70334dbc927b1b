using MirageGen.Xen.Hypervisor;
using MirageGen.Xen.Interop;

namespace MirageGen.Xen.Machine;

/// <summary>The pages and event channels that the toolstack has made before the domain began (public/hvm/params.h).</summary>
internal static unsafe class SpecialPages
{
    private const uint StoreFrame = 1;
    private const uint StorePort = 2;
    private const uint ConsoleFrame = 17;
    private const uint ConsolePort = 18;

    /// <summary>xenstored's page and event channel.</summary>
    public static (nint Page, uint Port) Store => Find("xenstore", StoreFrame, StorePort);

    /// <summary>xenconsoled's page and event channel.</summary>
    public static (nint Page, uint Port) Console => Find("console", ConsoleFrame, ConsolePort);

    private static (nint Page, uint Port) Find(string what, uint frame, uint port) =>
        Hypercalls.TryGetParameter(frame, out var number) && number != 0 && Hypercalls.TryGetParameter(port, out var channel) && channel != 0
            ? ((nint)Shim.ShowFrame(number), (uint)channel)
            : throw new DeviceException($"the toolstack has given this domain no {what}");
}
