using System.Runtime.InteropServices;
using MirageGen.Xen.Interop;

namespace MirageGen.Xen.Hypervisor;

/// <summary>The hypercalls of the drivers, by the names of Xen's public headers.</summary>
internal static unsafe class Hypercalls
{
    private const uint MemoryOperation = 12;
    private const uint EventChannelOperation = 32;
    private const uint HvmOperation = 34;
    private const uint GrantTableOperation = 20;

    private const ulong AddToPhysicalMap = 7;
    private const ushort GrantTableSpace = 1;

    private const ulong Close = 3;
    private const ulong Send = 4;
    private const ulong AllocateUnbound = 6;
    private const ulong Unmask = 9;

    private const ulong GetParameter = 1;
    private const ulong QueryGrantTableSize = 6;

    private const ushort Self = 0x7ff0;

    /// <summary>EVTCHNOP_alloc_unbound.</summary>
    /// <returns>The port, or a negated error number.</returns>
    public static long OpenPort(ushort remote)
    {
        var request = new UnboundPort { Domain = Self, Remote = remote };
        var result = Shim.Hypercall(EventChannelOperation, AllocateUnbound, (ulong)&request);
        return result < 0 ? result : request.Port;
    }

    /// <summary>EVTCHNOP_send.</summary>
    public static void Notify(uint port) => _ = Shim.Hypercall(EventChannelOperation, Send, (ulong)&port);

    /// <summary>EVTCHNOP_close.</summary>
    public static void ClosePort(uint port) => _ = Shim.Hypercall(EventChannelOperation, Close, (ulong)&port);

    /// <summary>EVTCHNOP_unmask.</summary>
    public static void UnmaskPort(uint port) => _ = Shim.Hypercall(EventChannelOperation, Unmask, (ulong)&port);

    /// <summary>HVMOP_get_param of this domain.</summary>
    /// <returns>False when the hypervisor has none.</returns>
    public static bool TryGetParameter(uint index, out ulong value)
    {
        var request = new Parameter { Domain = Self, Index = index };
        var result = Shim.Hypercall(HvmOperation, GetParameter, (ulong)&request);
        value = request.Value;
        return result == 0;
    }

    /// <summary>GNTTABOP_query_size: the most frames that the grant table may have.</summary>
    public static int MostGrantFrames()
    {
        var request = new GrantTableSize { Domain = Self };
        return Shim.Hypercall(GrantTableOperation, QueryGrantTableSize, (ulong)&request, 1) == 0 && request.Status == 0
            ? (int)request.MostFrames
            : 0;
    }

    /// <summary>XENMEM_add_to_physmap: puts a frame of the grant table where a frame number of the guest is.</summary>
    /// <returns>Whether it was done.</returns>
    public static bool TryMapGrantFrame(int index, ulong frame)
    {
        var request = new PhysicalMapEntry { Domain = Self, Space = GrantTableSpace, Index = (ulong)index, Frame = frame };
        return Shim.Hypercall(MemoryOperation, AddToPhysicalMap, (ulong)&request) == 0;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct UnboundPort
    {
        public ushort Domain;
        public ushort Remote;
        public uint Port;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Parameter
    {
        public ushort Domain;
        public uint Index;
        public ulong Value;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct GrantTableSize
    {
        public ushort Domain;
        public uint Frames;
        public uint MostFrames;
        public short Status;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PhysicalMapEntry
    {
        public ushort Domain;
        public ushort Size;
        public uint Space;
        public ulong Index;
        public ulong Frame;
    }
}
