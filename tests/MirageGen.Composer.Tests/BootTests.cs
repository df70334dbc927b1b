using MirageGen.Composer.Tests.Composing;
using MirageGen.Composition;
using static MirageGen.Composer.Tests.Composing.Source;

namespace MirageGen.Composer.Tests;

/// <summary>Composed programs, booted.</summary>
public sealed class BootTests
{
    private static LoadedProject Program(string source) => new(new ComposerRun(Head + source));

    [Fact]
    public void Arguments_reach_the_appliance_with_their_types()
    {
        var program = Program("""
            public enum Level { Quiet, Verbose }

            [Unikernel]
            public sealed class App([Argument("")] Level level, [Argument("")] Level[] levels, [Argument("")] int[] numbers,
                [Argument("")] bool flag, [Argument("")] TimeSpan? span, [Argument(""), Range(1, 9)] short digit = 3, [Argument("")] string? text = null)
            {
                public static string? Seen;
                public Task<int> RunAsync()
                {
                    Seen = $"{level} {string.Join('+', levels)} {string.Join('+', numbers)} {flag} {span} {digit} {text ?? "null"}";
                    return Task.FromResult(42);
                }
            }
            """);

        Assert.Equal(42, program.Boot(
            "--level", "verbose", "--levels", "quiet", "--levels=Verbose", "--numbers", "1", "--numbers", "-2", "--flag", "--span", "00:00:05"));
        Assert.Equal("Verbose Quiet+Verbose 1+-2 True 00:00:05 3 null", program.Field("App", "Seen"));
    }

    [Theory]
    [InlineData("--level: missing; it has no default (try --help)")]
    [InlineData("--digit: 10 is not between 1 and 9", "--level", "low", "--digit", "10")]
    [InlineData("--level: 'x' is not one of low, high", "--level", "x")]
    [InlineData("--levels: 'x' is not one of low, high", "--level", "low", "--levels", "low", "--levels", "x")]
    [InlineData("--address: 'x' is not an address", "--level", "low", "--address", "x")]
    public void Wrong_arguments_are_refused_before_any_device_is_constructed(string message, params string[] arguments)
    {
        var program = Program("""
            public enum Level { Low, High }

            [Device]
            public sealed class Witness { public static bool Constructed; public Witness() => Constructed = true; }

            [Unikernel]
            public sealed class App(Witness witness, [Argument("")] Level level, [Argument("")] Level[] levels,
                [Argument(""), Range(1, 9)] int digit = 1, [Argument("")] IpAddress? address = null)
            {
                public Task RunAsync() => Task.FromResult((witness, level, levels, digit, address));
            }
            """);

        Assert.Equal(message, Assert.Throws<BootArgumentException>(() => program.Boot(arguments)).Message);
        Assert.Equal(false, program.Field("Witness", "Constructed"));
    }

    [Fact]
    public void First_failure_stops_the_other_appliances()
    {
        var program = Program("""
            public static class Log { public static System.Collections.Concurrent.ConcurrentBag<string> Lines = []; }

            [Unikernel]
            public sealed class Patient(TimeProvider clock)
            {
                public async Task RunAsync(CancellationToken stop)
                {
                    try { await Task.Delay(Timeout.InfiniteTimeSpan, clock, stop); }
                    finally { Log.Lines.Add("stopped"); }
                }
            }

            [Unikernel]
            public sealed class Failing
            {
                public async Task<int> RunAsync() { Log.Lines.Add("fails"); await Task.CompletedTask; return 5; }
            }

            [Unikernel]
            public sealed class Done { public Task RunAsync() { Log.Lines.Add("done"); return Task.CompletedTask; } }
            """);

        Assert.Equal(5, program.Boot());
        Assert.Equal(["done", "fails", "stopped"], ((IEnumerable<string>)program.Field("Log", "Lines")!).Order(StringComparer.Ordinal));
    }
}
