using System.Runtime.CompilerServices;

namespace MirageGen.Xen.Guest;

/// <summary>Exceptions thrown by code, and those that the processor's traps become.</summary>
internal static class Exceptions
{
    private const int Frames = 20;

    public static void Show()
    {
        Report("null read", () => Length(null));
        Report("null write", () => Fill(null));
        Report("null call", () => Hash(null));
        Report("divide", () => Divide(1, 0));
        Report("remainder", () => Remainder(1, 0));
        Report("overflow", () => Divide(int.MinValue, -1));
        Report("deep", () => Descend(Frames));
        Report("index", () => Element([0], Frames));
        Console.WriteLine($"many: {Repeat(1000)}");
        Console.WriteLine($"vector: {VectorAcrossTrap()}");
    }

    private static void Report(string name, Action action)
    {
        try
        {
            action();
            Console.WriteLine($"{name}: nothing");
        }
        catch (Exception e)
        {
            var innermost = e.StackTrace!.Split('\n')[0].Trim();
            Console.WriteLine($"{name}: {e.GetType().Name} {innermost[..innermost.IndexOf('(', StringComparison.Ordinal)]}");
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Length(string? text) => text!.Length;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Fill(Box? box) => box!.Value = 1;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Hash(object? value) => value!.GetHashCode();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Element(int[] values, int index) => values[index];

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Divide(int a, int b) => a / b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long Remainder(long a, long b) => a % b;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Descend(int depth) => depth == 0 ? Divide(1, 0) : 1 + Descend(depth - 1);

    /// <summary>Traps and catches, over and over: every trap must leave its stack as it found it.</summary>
    private static int Repeat(int times)
    {
        var caught = 0;
        for (var i = 0; i < times; i++)
        {
            try
            {
                Length(null);
            }
            catch (NullReferenceException)
            {
                caught++;
            }
        }

        return caught;
    }

    /// <summary>A value that lives in a floating-point register while another frame traps.</summary>
    private static double VectorAcrossTrap()
    {
        var sum = 0.0;
        for (var i = 1; i <= 4; i++)
        {
            sum += 1.0 / i;
            Repeat(1);
        }

        return Math.Round(sum, 6);
    }

    private sealed class Box
    {
        public int Value { get; set; }
    }
}
