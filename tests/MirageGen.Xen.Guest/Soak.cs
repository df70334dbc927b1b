using System.Runtime.CompilerServices;

namespace MirageGen.Xen.Guest;

/// <summary>Everything at once: threads that allocate, trap, catch, lock and wait while the collector works.</summary>
internal static class Soak
{
    private const int Threads = 3;
    private const int Rounds = 4000;
    private const int Kept = 64;

    private static readonly Lock Gate = new();
    private static int _caught;
    private static long _checked;

    public static void Show()
    {
        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() => Run(number))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Console.WriteLine($"caught {_caught}, checked {_checked}, collections {GC.CollectionCount(0) > 10}");
    }

    private static void Run(int number)
    {
        var kept = new string[Kept];
        for (var round = 0; round < Rounds; round++)
        {
            var expected = $"{number}/{round}/{Math.Sqrt(round):F6}";
            kept[round % Kept] = expected;
            Trap(round % 5);
            GC.KeepAlive(new byte[round % 7 * 4096]);
            if (round % 50 == 0)
            {
                Thread.Sleep(0);
            }

            lock (Gate)
            {
                _checked += kept[round % Kept] == $"{number}/{round}/{Math.Sqrt(round):F6}" ? 1 : 0;
            }
        }
    }

    /// <summary>A null reference below some frames that have work to do on the way out.</summary>
    private static void Trap(int depth)
    {
        try
        {
            Descend(depth, null);
        }
        catch (NullReferenceException)
        {
            Interlocked.Increment(ref _caught);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth, string? text)
    {
        try
        {
            return depth == 0 ? text!.Length : Descend(depth - 1, text) + 1;
        }
        finally
        {
            GC.KeepAlive(new byte[depth * 100]);
        }
    }
}
