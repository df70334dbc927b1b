using System.Runtime.InteropServices;

namespace MirageGen.Xen.Guest;

/// <summary>What the shim's generator gives.</summary>
internal static unsafe partial class Randomness
{
    /// <summary>The first octets of this boot, and how often each bit was set in 4 MiB, which takes several seeds.</summary>
    public static void Show()
    {
        var octets = new byte[4 * 1024 * 1024];
        fixed (byte* place = octets)
        {
            _ = GetRandom(place, (nuint)octets.Length, 0);
        }

        long ones = 0;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(octets))
        {
            ones += System.Numerics.BitOperations.PopCount(word);
        }

        var distinct = Enumerable.Range(0, 1000).Select(_ => Guid.NewGuid()).Distinct().Count();
        Console.WriteLine($"first {Convert.ToHexString(octets, 0, 16)}");
        Console.WriteLine($"balanced {Math.Abs((ones / (octets.Length * 8.0)) - 0.5) < 0.001}, distinct {distinct}");
    }

    [LibraryImport("libc", EntryPoint = "getrandom")]
    private static partial nint GetRandom(byte* to, nuint count, uint flags);
}
