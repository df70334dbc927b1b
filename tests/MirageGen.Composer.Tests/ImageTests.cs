using Microsoft.CodeAnalysis;
using MirageGen.Composer.Tests.Composing;
using static MirageGen.Composer.Tests.Composing.Source;

namespace MirageGen.Composer.Tests;

/// <summary>The program that the composer writes for an image, as text.</summary>
public sealed class ImageTests
{
    private const string Site = Head + """
        namespace Example;

        [Unikernel(Summary = "Serves a greeting")]
        public sealed class Site(IHostStack stack, TimeProvider clock, ILogger<Site> log, [Argument("TCP port to serve on")] int port = 8080)
        {
            public async Task RunAsync(CancellationToken stop)
            {
                log.LogInformation("{Stack} {Clock} {Port}", stack, clock, port);
                await Task.Delay(0, stop);
            }
        }
        """;

    [Fact]
    public void Appliance_on_the_hosts_stack() => Snapshot.Match(new ComposerRun(Site));

    [Fact]
    public void Appliance_on_its_own_stack_when_the_build_says_so() =>
        Snapshot.Match(new ComposerRun(Site) { Properties = new() { ["MirageNet"] = "Direct" } });

    [Fact]
    public void Named_instances_hand_their_name_down() => Snapshot.Match(new ComposerRun(Head + """
        [Unikernel]
        public sealed class Router(
            [FromKeyedServices("public")] ILink outside,
            [FromKeyedServices("adminNet")] IHostStack inside,
            ILink third,
            [FromKeyedServices("public")] ILink outsideAgain)
        {
            public Task RunAsync() { _ = (outside, inside, third, outsideAgain); return Task.CompletedTask; }
        }
        """) { Properties = new() { ["MirageNet"] = "direct" } });

    [Fact]
    public void Every_type_of_boot_argument() => Snapshot.Match(new ComposerRun(Head + """
        public enum Level { Quiet, Verbose }

        [Unikernel]
        public sealed class Every(
            [Argument("Text that must be given")] string needed,
            [Argument("Text with a default")] string text = "a \"b\"",
            [Argument("Text that may be absent")] string? maybe = null,
            [Argument("Text, as old code says absent")] string forgiven = null!,
            [Argument("A switch")] bool flag = false,
            [Argument("A switch that is on")] bool on = true,
            [Argument("A switch with three answers")] bool? tri = null,
            [Argument("A choice")] Level level = Level.Verbose,
            [Argument("A choice that may be absent")] Level? maybeLevel = null,
            [Argument("A number")] int number = -5,
            [Argument("A large number")] ulong large = ulong.MaxValue,
            [Argument("A fraction")] double fraction = 0.5,
            [Argument("Not a number")] float nan = float.NaN,
            [Argument("Money")] decimal money = 9.99m,
            [Argument("A letter")] char letter = '\'',
            [Argument("A time span")] TimeSpan span = default,
            [Argument("An address")] IpAddress? address = null,
            [Argument("An address and port")] IpEndpoint? endpoint = null,
            [Argument("A port in bounds"), Range(1, 65535)] int port = 80,
            [Argument("A short port in bounds"), Range(1, 1024)] ushort? low = null,
            [Argument("Texts")] string[]? texts = null,
            [Argument("Renamed", Name = "call-me")] int renamed = 1)
        {
            public Task RunAsync(CancellationToken stop) =>
                Task.FromResult((needed, text, maybe, forgiven, flag, on, tri, level, maybeLevel, number, large, fraction, nan, money,
                    letter, span, address, endpoint, port, low, texts, renamed));
        }

        [Unikernel]
        public sealed class More([Argument("Required numbers")] int[] numbers, [Argument("Required choices")] Level[] levels,
            [Argument("Required choice")] Level must, [Argument("Required port"), Range(1, 9)] long bounded, [Argument("Absent number")] int? absent)
        {
            public Task RunAsync(CancellationToken stop) => Task.FromResult((numbers, levels, must, bounded, absent));
        }
        """));

    [Fact]
    public void Several_appliances_share_devices_and_run_together() => Snapshot.Match(new ComposerRun(Head + """
        [Unikernel(Summary = "Front")]
        public sealed class Front(IHostStack stack, ILogger log) : IDisposable
        {
            public ValueTask RunAsync(CancellationToken stop) { _ = (stack, log); return default; }
            public void Dispose() { }
        }

        [Unikernel(Summary = "Back")]
        public sealed class Back(IHostStack network, TimeProvider clock)
        {
            public async ValueTask<int> RunAsync() { _ = (network, clock); await Task.Yield(); return 3; }
        }
        """) { Assembly = "My.Two-in-one" });

    [Fact]
    public void Embedded_directory_is_read_from_the_image() => Snapshot.Match(new ComposerRun(Head + """
        namespace MirageGen.Embedded.App
        {
            public static class Content { public static ReadOnlySpan<byte> htdocs => [1, 2, 3]; }
        }

        [Unikernel]
        public sealed class Site([Embed("htdocs/")] IKeyValueReader pages)
        {
            public Task RunAsync() { _ = pages; return Task.CompletedTask; }
        }

        [Unikernel]
        public sealed class Mirror([Embed("htdocs")] IKeyValueReader copy)
        {
            public Task<int> RunAsync(CancellationToken stop = default) { _ = copy; return Task.FromResult(0); }
        }
        """) { EmbedTable = "htdocs\tMirageGen.Embedded.App.Content.htdocs\t12\t3456\n" });

    [Fact]
    public void Names_that_collide_are_told_apart() => Snapshot.Match(new ComposerRun(Head + """
        namespace Left { [Device] public sealed class Part(MirageGen.Unix.UnixMachine machine) { public object Machine => machine; } }
        namespace Right { [Device] public sealed class Part { } }
        namespace Odd { [Device] public sealed class Task { } [Device] public sealed class BootImage { } [Device] public sealed class @class { } }
        namespace Example
        {
            [Unikernel]
            public sealed class CancellationToken(Left.Part machine, Right.Part arguments, Odd.Task stop, Odd.BootImage @class, Odd.@class image,
                [Argument("Hides nothing")] int composition = 1)
            {
                public System.Threading.Tasks.Task RunAsync(System.Threading.CancellationToken token) =>
                    System.Threading.Tasks.Task.FromResult((machine, arguments, stop, @class, image, composition));
            }
        }
        """));

    [Fact]
    public void Optional_parameters_are_left_out_and_the_rest_named() => Snapshot.Match(new ComposerRun(Head + """
        public sealed record Options(int Depth);

        [Unikernel]
        public sealed class Careful(Options? options = null, IUnserved? unserved = null, IRandom? random = null, int depth = 3, CancellationToken stop = default)
        {
            public Task RunAsync() { _ = (options, unserved, random, depth, stop); return Task.CompletedTask; }
        }
        """));

    [Fact]
    public void Device_that_asks_for_its_own_signature_wraps_the_next_best() => Snapshot.Match(new ComposerRun(Head + """
        [Device(typeof(ILink))]
        internal sealed class Capture(ILink inner, TimeProvider clock) : ILink { public object Parts => (inner, clock); }

        [Unikernel]
        public sealed class Sniffer(ILink link) { public Task RunAsync() { _ = link; return Task.CompletedTask; } }
        """));

    [Fact]
    public void Choices_by_hand_go_before_every_other() => Snapshot.Match(new ComposerRun("""
        [assembly: MirageGen.Use(typeof(MirageGen.Signatures.IHostStack), typeof(MirageGen.Unix.DirectStack))]
        [assembly: MirageGen.Use(typeof(MirageGen.Signatures.IHostStack), typeof(MirageGen.TestKit.SimulatedStack))]

        """.Insert(0, Head) + """
        [Device(typeof(ILink))]
        public sealed class MyLink : ILink;

        [Unikernel]
        public sealed class Picky(IHostStack stack, [Use(typeof(TapLink))] ILink link, ILink own, HostStack direct)
        {
            public Task RunAsync() { _ = (stack, link, own, direct); return Task.CompletedTask; }
        }
        """));

    [Fact]
    public void Appliance_with_the_name_of_a_device_is_called_what_it_is()
    {
        var run = new ComposerRun(Head + "[Unikernel] public sealed class Clock(TimeProvider clock) { public Task RunAsync() => Task.Delay(0, default); public object Time => clock; }");

        run.EmitWithoutWarnings();
        Assert.Contains("var clockAppliance = new Clock(clock);", run.Generated["ClockImage.g.cs"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", OutputKind.ConsoleApplication)]
    [InlineData("unix", OutputKind.DynamicallyLinkedLibrary)]
    public void Without_target_or_program_nothing_is_written(string target, OutputKind kind)
    {
        var run = new ComposerRun(Site) { Target = target, Kind = kind };

        Assert.Empty(run.Generated);
        Assert.Empty(run.Reported);
    }

    [Fact]
    public void Program_of_its_own_without_appliance_is_left_alone()
    {
        var run = new ComposerRun("return 0;");

        Assert.Empty(run.Generated);
        Assert.Empty(run.Reported);
    }
}
