using System.Diagnostics;

namespace MirageGen.Xen.Guest;

/// <summary>Hypercalls, shared pages and event channels through the shim. Numbers are those of Xen's public headers.</summary>
internal static unsafe class Hypervisor
{
    private const uint MemoryOperation = 12, VersionOperation = 17, EventChannelOperation = 32, HvmOperation = 34;
    private const ulong AddToPhysmap = 7, GetParameter = 1, BindInterdomain = 0, Send = 4, AllocateUnbound = 6, Unmask = 9;
    private const ushort Self = 0x7ff0;
    private const int PendingOffset = 2048;
    private const uint StorePage = 1;

    /// <summary>A page of the grant table in a hole, the store's page, and what is refused.</summary>
    public static void Show()
    {
        var version = Shim.Hypercall(VersionOperation, 0, 0, 0, 0, 0);
        Console.WriteLine($"xen {Shim.IsXen()}, version {(version < 0 ? version : version >> 16)}, unknown {Shim.Hypercall(4000, 0, 0, 0, 0, 0)}");
        Console.WriteLine($"shared {Shim.SharedInfo() != null}, holes {Shim.UnusedFrame(1) != 0}, too many {Shim.UnusedFrame(512)}");
        if (Shim.IsXen())
        {
            ShowGrantTable();
            var store = (uint*)Shim.ShowFrame(Parameter(StorePage));
            Console.WriteLine($"store {store[512]} {store[513]} {store[514]} {store[515]}");
        }
    }

    /// <summary>A channel from the domain to itself: an event that comes before the wait, one that comes during it, and none.</summary>
    public static void ShowEvents()
    {
        if (!Shim.IsXen())
        {
            Console.WriteLine($"none {Shim.WaitEvents(After(10))}");
            return;
        }

        var (here, there) = ConnectToSelf();
        Console.WriteLine($"masked {SendAndWait(there, 10)}, pending {TakePending(here)}");
        ulong unmask = here;
        _ = Shim.Hypercall(EventChannelOperation, Unmask, (ulong)&unmask, 0, 0, 0);
        Console.WriteLine($"before {SendAndWait(there, 10_000)}, pending {TakePending(here)}, again {Shim.WaitEvents(After(10))}");

        var others = 0;
        var sender = new Thread(() =>
        {
            for (; others < 100; others++)
            {
                Thread.Sleep(1);
            }

            SendTo(there);
        });
        sender.Start();
        Console.WriteLine($"during {Shim.WaitEvents(ulong.MaxValue)}, others {others}, pending {TakePending(here)}");
        sender.Join();
        Console.WriteLine($"many {CountRounds(here, there, 10_000)}");
    }

    private static int CountRounds(uint here, uint there, int rounds)
    {
        var seen = 0;
        for (var round = 0; round < rounds; round++)
        {
            seen += SendAndWait(there, 10_000) && TakePending(here) ? 1 : 0;
        }

        return seen;
    }

    private static void ShowGrantTable()
    {
        var frame = Shim.UnusedFrame(2);
        var request = stackalloc ulong[3] { Self | (1ul << 32), 0, frame };
        var result = Shim.Hypercall(MemoryOperation, AddToPhysmap, (ulong)request, 0, 0, 0);
        var entries = (ulong*)Shim.ShowFrame(frame);
        var before = entries[100];
        entries[100] = 0x1234_0000_0000_0000;
        Console.WriteLine($"grants {result}, empty {before}, written {entries[100]:x}, frame {Shim.FrameOf(entries) == frame}");
        entries[100] = 0;
    }

    private static ulong Parameter(uint index)
    {
        var request = stackalloc ulong[2] { Self | ((ulong)index << 32), 0 };
        _ = Shim.Hypercall(HvmOperation, GetParameter, (ulong)request, 0, 0, 0);
        return request[1];
    }

    private static (uint Here, uint There) ConnectToSelf()
    {
        ulong unbound = Self | ((ulong)Self << 16);
        _ = Shim.Hypercall(EventChannelOperation, AllocateUnbound, (ulong)&unbound, 0, 0, 0);
        var here = (uint)(unbound >> 32);
        var bind = stackalloc uint[3] { Self, here, 0 };
        _ = Shim.Hypercall(EventChannelOperation, BindInterdomain, (ulong)bind, 0, 0, 0);
        return (here, bind[2]);
    }

    private static bool SendAndWait(uint port, int milliseconds)
    {
        SendTo(port);
        return Shim.WaitEvents(After(milliseconds));
    }

    private static void SendTo(uint port)
    {
        ulong send = port;
        _ = Shim.Hypercall(EventChannelOperation, Send, (ulong)&send, 0, 0, 0);
    }

    private static bool TakePending(uint port)
    {
        ref var word = ref *(ulong*)(Shim.SharedInfo() + PendingOffset + (port / 64 * 8));
        var bit = 1ul << (int)(port % 64);
        return (Interlocked.And(ref word, ~bit) & bit) != 0;
    }

    /// <summary>A deadline of the shim's clock, which is Stopwatch's.</summary>
    private static ulong After(int milliseconds) => (ulong)Stopwatch.GetTimestamp() + ((ulong)milliseconds * 1_000_000);
}
