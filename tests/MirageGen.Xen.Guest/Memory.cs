using System.Runtime.CompilerServices;

namespace MirageGen.Xen.Guest;

/// <summary>The garbage collector on the shim's memory.</summary>
internal static class Memory
{
    private const int Kibi = 1024;
    private const int Mebi = Kibi * Kibi;

    /// <summary>Makes 400 MiB of garbage, keeping 4 MiB alive that must stay as they were.</summary>
    public static void Collect()
    {
        var kept = new byte[4 * Kibi][];
        for (var i = 0; i < 400 * Kibi; i++)
        {
            var block = new byte[Kibi];
            block[i % Kibi] = (byte)i;
            kept[i % kept.Length] = block;
        }

        var first = (400 * Kibi) - kept.Length;
        var intact = 0;
        for (var i = first; i < 400 * Kibi; i++)
        {
            intact += kept[i % kept.Length][i % Kibi] == (byte)i ? 1 : 0;
        }

        Finalizable.Abandon();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Console.WriteLine($"intact {intact}, collected {GC.CollectionCount(0) > 0}, finalized {Finalizable.Finalized}");
    }

    /// <summary>Takes memory until there is none, three times over.</summary>
    public static void Exhaust()
    {
        for (var round = 0; round < 3; round++)
        {
            Console.WriteLine($"exhausted: {TakeAll()}");
            GC.Collect();
        }

        Console.WriteLine($"afterwards: {new byte[8 * Mebi].Length}");
    }

    /// <summary>Holds so many MiB at once, every page of them written and read.</summary>
    public static void Fill(int mebi)
    {
        var blocks = new byte[mebi][];
        for (var i = 0; i < mebi; i++)
        {
            blocks[i] = new byte[Mebi];
            for (var place = 0; place < Mebi; place += 4 * Kibi)
            {
                blocks[i][place] = (byte)(i + place / (4 * Kibi));
            }
        }

        long wrong = 0;
        for (var i = 0; i < mebi; i++)
        {
            for (var place = 0; place < Mebi; place += 4 * Kibi)
            {
                wrong += blocks[i][place] == (byte)(i + place / (4 * Kibi)) ? 0 : 1;
            }
        }

        Console.WriteLine($"filled {mebi} MiB, {wrong} wrong");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TakeAll()
    {
        var all = new List<byte[]>();
        try
        {
            while (true)
            {
                all.Add(new byte[Mebi]);
            }
        }
        catch (OutOfMemoryException)
        {
            return all.Count > 16;
        }
    }

    private sealed class Finalizable
    {
        public static int Finalized { get; private set; }

        ~Finalizable() => Finalized++;

        [MethodImpl(MethodImplOptions.NoInlining)]
        public static void Abandon()
        {
            for (var i = 0; i < 10; i++)
            {
                _ = new Finalizable();
            }
        }
    }
}
