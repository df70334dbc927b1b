using Microsoft.Extensions.Logging;
using MirageGen.Composition;
using MirageGen.Unix.Events;
using MirageGen.Unix.Machine;

namespace MirageGen.Unix.Tests;

/// <summary>Appliances that tests run as processes of their own.</summary>
internal static class ChildPrograms
{
    private static readonly BootImage Image = new(
        "Child",
        "Does what a test wants.",
        [new("port", BootParameterKind.Value, "number", "A port", "8080", isRequired: false)]);

    public static int Run(string name, string[] arguments)
    {
        // Two seconds, so that a test of the grace time does not take the ten that users have.
        using var boot = new UnixBoot(Image, TimeSpan.FromSeconds(2));
        return boot.Run(UnixLoop.Create, arguments, (machine, given, stop) => name switch
        {
            "answer" => Task.FromResult(given.Value("port", 8080) / 2000),
            "device" => throw new DeviceException("the flux capacitor is missing"),
            "bug" => Bug(),
            "callback-bug" => CallbackBug(machine),
            "obedient" => Obedient(machine, stop),
            "stubborn" => Stubborn(machine, stop),
            "hanging" => Hanging(machine),
            "careless" => Careless(machine, stop),
            "flood" => Flood(machine),
            "shout" => Shout(machine),
            "log" => Log(machine),
            "crowded" => Crowded.RunAsync(machine, stop),
            _ => throw new ArgumentException(name),
        });
    }

    private static async Task<int> Bug()
    {
        await Task.Yield();
        throw new InvalidTimeZoneException("a bug");
    }

    private static async Task<int> CallbackBug(UnixMachine machine)
    {
        machine.Loop.Post(static _ => throw new InvalidTimeZoneException("a bug in a callback"), null);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static async Task<int> Obedient(UnixMachine machine, CancellationToken stop)
    {
        var console = new UnixConsole(machine);
        var clock = new UnixClock(machine);
        console.WriteLine("running");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, clock, stop);
        }
        catch (OperationCanceledException)
        {
            console.WriteLine(machine.Loop.IsCurrent ? "stopping on the loop" : "stopping elsewhere");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock, CancellationToken.None);
            console.WriteLine("stopped");
        }

        return 5;
    }

    private static async Task<int> Careless(UnixMachine machine, CancellationToken stop)
    {
        new UnixConsole(machine).WriteLine("running");
        await Task.Delay(Timeout.InfiniteTimeSpan, new UnixClock(machine), stop);
        return 5;
    }

    private static async Task<int> Stubborn(UnixMachine machine, CancellationToken stop)
    {
        var console = new UnixConsole(machine);
        using var registration = stop.Register(() => console.WriteLine("heard and ignored"));
        console.WriteLine("running");
        await Task.Delay(Timeout.InfiniteTimeSpan, new UnixClock(machine), CancellationToken.None);
        return 0;
    }

    private static Task<int> Hanging(UnixMachine machine)
    {
        new UnixConsole(machine).WriteLine("running");
        Thread.Sleep(Timeout.Infinite);
        return Task.FromResult(0);
    }

    private static async Task<int> Flood(UnixMachine machine)
    {
        var console = new UnixConsole(machine);
        for (var i = 0; i < 100_000 && console.DroppedBytes == 0; i++)
        {
            console.WriteLine($"line {i} {new string('x', 100)}");
            await Task.Yield();
        }

        machine.Errors.Write(console.DroppedBytes > 0 ? "dropped" : "all taken");
        return 0;
    }

    private static async Task<int> Shout(UnixMachine machine)
    {
        var console = new UnixConsole(machine);
        while (await console.ReadLineAsync() is { } line)
        {
            console.WriteLine(line.ToUpperInvariant());
        }

        console.WriteLine(await console.ReadLineAsync() is null ? "(end)" : "(more?)");
        return 0;
    }

    private static Task<int> Log(UnixMachine machine)
    {
        using var factory = new ConsoleLoggerFactory(machine, new UnixClock(machine), LogLevel.Warning);
        var log = factory.CreateLogger("Pump");
#pragma warning disable CA1848, CA2254, CA1873 // What is tested is any message, not speed.
        log.LogInformation("not to be seen");
        log.LogWarning("pressure {Pressure}", 7);
        log.LogError(new InvalidTimeZoneException("two\nlines"), "peer said 'x\r\n2020 info Forged: entry\u001b[31m'");
#pragma warning restore CA1848, CA2254, CA1873
        return Task.FromResult(0);
    }
}
