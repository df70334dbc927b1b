namespace MirageGen.Outside.Tests;

/// <summary>The mistakes that a user can make in a source, one for each rule.</summary>
internal static class MistakeCatalog
{
    private const string Greeting = "public interface IGreeting { string Text { get; } }";

    public static IReadOnlyList<Mistake> All { get; } =
    [
        new(
            "NoImplementation",
            "error MGEN001: No implementation of 'IEthernet' for target 'unix', which parameter 'ethernet' of 'Site' needs; "
            + "reference a library that has one, or mark a class of your own [Device(typeof(IEthernet))]",
            """
            [Unikernel]
            public sealed class Site(IConsole console, IEthernet §ethernet)
            {
                public async Task RunAsync() => console.WriteLine($"{ethernet.Address}");
            }
            """),
        new(
            "SeveralImplementations",
            "error MGEN002: Several implementations of 'IGreeting' fit target 'unix': Curt, Polite; "
            + "choose one for parameter 'greeting' of 'Site' with [Use(typeof(Curt))]",
            $$"""
            {{Greeting}}
            [Device(typeof(IGreeting))] public sealed class Polite : IGreeting { public string Text => "Good day"; }
            [Device(typeof(IGreeting))] public sealed class Curt : IGreeting { public string Text => "Hey"; }

            [Unikernel]
            public sealed class Site(IConsole console, IGreeting §greeting)
            {
                public async Task RunAsync() => console.WriteLine(greeting.Text);
            }
            """),
        new(
            "Circle",
            "error MGEN003: Devices for target 'unix' ask for each other in a circle: Hen -> Egg -> Hen; "
            + "parameter 'hen' of 'Site' leads into it, so break it with [Use] on one of them",
            """
            public interface IHen { IEgg Egg { get; } }
            public interface IEgg { IHen Hen { get; } }
            [Device(typeof(IHen))] public sealed class Hen(IEgg egg) : IHen { public IEgg Egg => egg; }
            [Device(typeof(IEgg))] public sealed class Egg(IHen hen) : IEgg { public IHen Hen => hen; }

            [Unikernel]
            public sealed class Site(IConsole console, IHen §hen)
            {
                public async Task RunAsync() => console.WriteLine($"{hen.Egg}");
            }
            """),
        new(
            "PlainParameter",
            """error MGEN004: Parameter 'port' of 'Site' cannot be composed: 'int' is no device; a boot argument is marked [Argument("...")]""",
            """
            [Unikernel]
            public sealed class Site(IConsole console, int §port)
            {
                public async Task RunAsync() => console.WriteLine($"{port}");
            }
            """),
        new(
            "NoBackend",
            "error MGEN005: Target 'unix' cannot be composed: no backend for it is referenced; reference a backend such as MirageGen.Unix",
            """
            [Unikernel]
            public sealed class §Site(IConsole console)
            {
                public async Task RunAsync() => console.WriteLine("hello");
            }
            """)
        {
            Project = """
                <Project Sdk="MirageGen.Sdk/1.0.0">
                  <PropertyGroup>
                    <MirageImplicitPackages>false</MirageImplicitPackages>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageReference Include="MirageGen.Abstractions;MirageGen.Composer" Version="$(MirageGenVersion)" />
                  </ItemGroup>
                </Project>
                """,
        },
        new(
            "TwoConstructors",
            "error MGEN006: 'Site' cannot be an appliance: it has 2 public constructors; leave the one that the composer shall call",
            """
            [Unikernel]
            public sealed class §Site(IConsole console)
            {
                public Site(IConsole console, string text) : this(console) => console.WriteLine(text);
                public async Task RunAsync() => console.WriteLine("hello");
            }
            """),
        new(
            "NoRunAsync",
            "error MGEN007: 'Site' has no RunAsync that can be run: "
            + "it must be public Task or ValueTask, with an int result or none, and take a CancellationToken or nothing",
            """
            [Unikernel]
            public sealed class Site(IConsole console)
            {
                public void §RunAsync() => console.WriteLine("hello");
            }
            """),
        new(
            "ArgumentType",
            "error MGEN008: Boot argument 'where' of 'Site' is not possible: a value of type 'object' cannot be read from text; "
            + "it may be string, bool, an enum, an IParsable<T> of itself, the nullable form of one of these, or an array of them",
            """
            [Unikernel]
            public sealed class Site(IConsole console, [Argument("Where")] object §where)
            {
                public async Task RunAsync() => console.WriteLine($"{where}");
            }
            """),
        new(
            "ArgumentTwice",
            "error MGEN009: Boot argument '--port' is declared twice, by parameter 'port' of 'Back' and by parameter 'port' of 'Front'; "
            + "give one of them another Name, or its device a name of its own with [FromKeyedServices]",
            """
            [Unikernel]
            public sealed class Back(IConsole console, [Argument("Port")] int port = 80)
            {
                public async Task RunAsync() => console.WriteLine($"{port}");
            }

            [Unikernel]
            public sealed class Front(IConsole console, [Argument("Port")] int §port = 81)
            {
                public async Task RunAsync() => console.WriteLine($"{port}");
            }
            """),
        new(
            "NoDirectory",
            "error MGEN010: Parameter 'pages' cannot embed files: the build packed no directory 'pages'; "
            + "it must exist below the project's folder, and be named by a plain literal",
            """
            [Unikernel]
            public sealed class Site(IConsole console, [Embed("pages")] IKeyValueReader §pages)
            {
                public async Task RunAsync() => console.WriteLine($"{(await pages.ListAsync(Key.Root)).Count}");
            }
            """),
        new(
            "UseOfNoDevice",
            "error MGEN011: [Use] for 'greeting' does not fit: 'Polite' does not implement 'IGreeting'",
            $$"""
            {{Greeting}}
            public sealed class Polite { public string Text => "Good day"; }

            [Unikernel]
            public sealed class Site(IConsole console, [Use(typeof(Polite))] IGreeting §greeting)
            {
                public async Task RunAsync() => console.WriteLine(greeting.Text);
            }
            """),
        new(
            "AbstractDevice",
            "error MGEN012: 'Polite' cannot serve as a device: it is abstract",
            $$"""
            {{Greeting}}
            [Device(typeof(IGreeting))] public abstract class §Polite : IGreeting { public string Text => "Good day"; }

            [Unikernel]
            public sealed class Site(IConsole console, IGreeting greeting)
            {
                public async Task RunAsync() => console.WriteLine(greeting.Text);
            }
            """),
        new(
            "ClosedComposition",
            "error MGEN013: 'Composed' cannot be completed into a composition: it must be partial, so that the composer can complete it",
            """
            [Unikernel]
            public sealed class Site(IConsole console)
            {
                public async Task RunAsync() => console.WriteLine("hello");
            }

            [Compose(typeof(Site))]
            internal sealed class §Composed;
            """),
        new(
            "NoAppliance",
            "warning MGEN014: Nothing to boot on target 'unix': no class of 'NoAppliance' is marked [Unikernel], and it has no Main of its own",
            """
            public sealed class Site(IConsole console)
            {
                public async Task RunAsync() => console.WriteLine("hello");
            }
            """)
        {
            Compiler = "CSC : error CS5001: Program does not contain a static 'Main' method suitable for an entry point",
        },
        new(
            "OwnMain",
            "error MGEN015: The program starts with Program.Main, so that the Main which the composer writes for 'Site' would never run; "
            + "remove one of the two, or host the appliance with [Compose(typeof(Site))]",
            """
            [Unikernel]
            public sealed class Site(IConsole console)
            {
                public async Task RunAsync() => console.WriteLine("hello");
            }

            internal static class Program
            {
                private static void §Main() => Console.WriteLine("mine");
            }
            """),
        new(
            "LeavingTheLoop",
            "warning MGEN102: 'Task.Run' leaves the loop: await the work itself",
            """
            [Unikernel]
            public sealed class Site(IConsole console)
            {
                public Task RunAsync() => §Task.Run(() => console.WriteLine("hello"));
            }
            """),
    ];
}
