using System.Diagnostics;

namespace MirageGen.Xen.Guest;

/// <summary>The wall clock, the monotonic clock and timers.</summary>
internal static class Time
{
    public static void ShowClock()
    {
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd HH}");
        var last = Stopwatch.GetTimestamp();
        var backwards = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var now = Stopwatch.GetTimestamp();
            backwards += now < last ? 1 : 0;
            last = now;
        }

        Console.WriteLine($"backwards {backwards}");
    }

    public static async Task ShowTimersAsync()
    {
        var early = await Task.WhenAll(IsEarlyAsync(60), IsEarlyAsync(20), IsEarlyAsync(40), IsEarlyAsync(0));
        Console.WriteLine($"fired {early.Length}, early {early.Count(each => each)}");

        // The machine may stand still between any two readings: each of one clock lies between two of the other.
        var outerStart = Stopwatch.GetTimestamp();
        var wall = DateTime.UtcNow;
        var innerStart = Stopwatch.GetTimestamp();
        Thread.Sleep(30);
        var slept = Stopwatch.GetElapsedTime(innerStart).TotalMilliseconds;
        var passed = (DateTime.UtcNow - wall).TotalMilliseconds;
        var outer = Stopwatch.GetElapsedTime(outerStart).TotalMilliseconds;
        Console.WriteLine($"sleep early {slept < 30}, clocks agree {passed > slept - 1 && passed < outer + 1}");
    }

    private static async Task<bool> IsEarlyAsync(int milliseconds)
    {
        var start = Stopwatch.GetTimestamp();
        await Task.Delay(milliseconds);

        // .NET's timers count in whole milliseconds and may have begun to within the present one.
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds < milliseconds - 1;
    }
}
