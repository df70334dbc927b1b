using MirageGen.Composer.Tests.Composing;
using static MirageGen.Composer.Tests.Composing.Source;

namespace MirageGen.Composer.Tests;

/// <summary>Classes marked <c>[Compose]</c>: as text, and running.</summary>
public sealed class CompositionTests
{
    private const string Site = """
        namespace Example
        {
            [Unikernel]
            public sealed class Site(
                [Embed("htdocs")] IKeyValueReader pages,
                IHostStack stack,
                ILogger<Site> log,
                [Argument("Whom to <greet>")] string name,
                [Argument("TCP port")] int port = 8080,
                [Argument("Numbers")] int[]? numbers = null,
                [Argument("More")] params string[] more)
            {
                public static List<string> Events { get; } = [];
                public string Describe() => $"{((MemoryStore)pages).Name} {stack.GetType().Name} {log is not null} {name} {port} {numbers?.Length} {more.Length}";
                public async Task RunAsync(CancellationToken stop)
                {
                    try { await Task.Delay(Timeout.Infinite, stop); }
                    finally { Events.Add("ran"); }
                }
            }
        }

        """;

    private static ComposerRun Mock(string source) =>
        new(source) { Target = "mock", Kind = Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary };

    [Fact]
    public void Appliance_and_devices_are_properties() => Snapshot.Match(Mock(Head + Site + """
        namespace Example.Tests { [Compose(typeof(Site))] internal sealed partial class Website; }
        """));

    [Fact]
    public void Nested_class_whose_members_have_the_names_of_types() => Snapshot.Match(Mock(Head + """
        namespace Example.Tests
        {
            public static partial class Outer
            {
                [Compose(typeof(Appliance))]
                public sealed partial class Website
                {
                    public int SimulatedClock { get; } = 1;
                    public string Task => "mine";
                    public const int Clock = 3;
                }

                [Unikernel]
                internal sealed class Appliance(TimeProvider clock, [Argument("x")] Level website = Level.Low) : IAsyncDisposable
                {
                    public ValueTask<int> RunAsync() => new(website == Level.Low && clock is not null ? 7 : 0);
                    public ValueTask DisposeAsync() => default;
                }
            }

            internal enum Level { Low, High }
            internal sealed class SimulatedHost { }
            internal sealed class CancellationToken { }
        }
        """));

    [Fact]
    public void Composition_in_no_namespace_on_a_target_that_boots() => Snapshot.Match(new ComposerRun(Head + """
        await using var hosted = await Hosted.StartAsync(new UnixMachine(), port: 81);
        return await hosted.Completion;

        [Unikernel]
        public sealed class Server(IHostStack stack, ILink link, [Argument("TCP port")] int port = 80)
        {
            public Task<int> RunAsync(CancellationToken stop) => Task.FromResult(stack is not null && link is not null ? port : 0);
        }

        [Compose(typeof(Server))]
        public partial class Hosted;
        """));

    [Fact]
    public void It_starts_stops_and_disposes_in_reverse()
    {
        var project = new LoadedProject(Mock(Head + Site + """
            namespace Example.Tests
            {
                [Compose(typeof(Site))] internal sealed partial class Website;

                public static class Scenario
                {
                    public static async Task<string[]> RunAsync()
                    {
                        var host = new SimulatedHost();
                        await using var site = await Website.StartAsync(host, "you", port: 80, more: ["a"]);
                        host.Log.Add(site.Site.Describe());
                        host.Log.Add($"{site.Pages.Name} {site.Completion.IsCompleted}");
                        await site.StopAsync();
                        host.Log.Add($"{string.Join(",", Site.Events)} {site.Completion.Status}");
                        return [.. host.Log];
                    }
                }
            }
            """));

        Assert.Equal(
            [
                "stack connected",
                "htdocs SimulatedStack True you 80  1",
                "htdocs False",
                "stack disposed",
                "clock disposed",
                "ran Canceled",
            ],
            project.Call<string[]>("Example.Tests.Scenario", "RunAsync"));
    }

    [Fact]
    public void Failure_to_compose_disposes_what_was_there_and_is_thrown()
    {
        var project = new LoadedProject(Mock(Head + """
            [Device]
            public sealed class Broken
            {
                public static Task<Broken> ConnectAsync(IHostStack stack) => throw new DeviceException("no luck");
            }

            [Unikernel]
            public sealed class App(Broken broken) { public Task RunAsync() => Task.FromResult(broken); }

            [Compose(typeof(App))] internal sealed partial class Composed;

            public static class Scenario
            {
                public static async Task<string[]> RunAsync()
                {
                    var host = new SimulatedHost();
                    try { await Composed.StartAsync(host); }
                    catch (DeviceException e) { host.Log.Add(e.Message); }
                    return [.. host.Log];
                }
            }
            """));

        Assert.Equal(["stack connected", "stack disposed", "clock disposed", "no luck"], project.Call<string[]>("Scenario", "RunAsync"));
    }

    [Fact]
    public void Failure_of_the_appliance_shows_in_completion_and_when_stopped()
    {
        var project = new LoadedProject(Mock(Head + """
            [Unikernel]
            public sealed class App(TimeProvider clock) { public Task RunAsync() => throw new InvalidOperationException("bug " + (clock is null)); }

            [Compose(typeof(App))] internal sealed partial class Composed;

            public static class Scenario
            {
                public static async Task<string[]> RunAsync()
                {
                    var host = new SimulatedHost();
                    var composed = await Composed.StartAsync(host);
                    host.Log.Add(composed.Completion.Status.ToString());
                    try { await composed.StopAsync(); }
                    catch (InvalidOperationException e) { host.Log.Add(e.Message); }
                    return [.. host.Log];
                }
            }
            """));

        Assert.Equal(["Faulted", "clock disposed", "bug False"], project.Call<string[]>("Scenario", "RunAsync"));
    }
}
