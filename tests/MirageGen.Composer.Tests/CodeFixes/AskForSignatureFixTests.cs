using MirageGen.Composer.CodeFixes.OperatingSystem;
using MirageGen.Composer.OperatingSystem;
using MirageGen.Composer.Tests.Analyzers;

namespace MirageGen.Composer.Tests.CodeFixes;

public sealed class AskForSignatureFixTests
{
    private static readonly CodeFixBench Bench = new(new AskForSignatureFix(), TestProject.For("xen"));

    [Fact]
    public Task A_primary_constructor_gets_a_parameter_before_those_with_defaults() => On(
        """
        [Unikernel]
        public sealed class Site(
            INetworkStack stack,
            // The port.
            [Argument("Port")] int port = 80)
        {
            public Task<byte[]> ReadAsync(CancellationToken stop) => File.ReadAllBytesAsync("motd", stop);
        }
        """).BecomesAsync("Ask for IKeyValueReader",
        """
        [Unikernel]
        public sealed class Site(
            INetworkStack stack,
            IKeyValueReader store,
            // The port.
            [Argument("Port")] int port = 80)
        {
            public Task<byte[]> ReadAsync(CancellationToken stop) => File.ReadAllBytesAsync("motd", stop);
        }
        """);

    [Fact]
    public Task It_is_laid_out_like_its_neighbours() => On(
        """
        [Unikernel]
        public sealed class Site(
            INetworkStack stack,
            TimeProvider clock)
        {
            public string Read() => File.ReadAllText("motd");
        }
        """).BecomesAsync("Ask for IKeyValueReader",
        """
        [Unikernel]
        public sealed class Site(
            INetworkStack stack,
            TimeProvider clock,
            IKeyValueReader store)
        {
            public string Read() => File.ReadAllText("motd");
        }
        """);

    [Fact]
    public Task A_class_without_a_constructor_gets_a_primary_one() => On(
        """
        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class Thing : IThing
        {
            public string Read() => File.ReadAllText("motd");
        }
        """).BecomesAsync("Ask for IKeyValueReader",
        """
        public interface IThing;

        [Device(typeof(IThing))]
        public sealed class Thing(IKeyValueReader store) : IThing
        {
            public string Read() => File.ReadAllText("motd");
        }
        """);

    [Fact]
    public Task An_ordinary_constructor_keeps_it_in_a_field() => On(
        """
        [Unikernel]
        public sealed class Site
        {
            private readonly int _port;

            public Site(int port)
            {
                _port = port;
            }

            public void Greet() => Console.WriteLine($"hello from {_port}");
        }
        """).BecomesAsync("Ask for IConsole",
        """
        [Unikernel]
        public sealed class Site
        {
            private readonly int _port;
            private readonly IConsole _console;

            public Site(int port, IConsole console)
            {
                _console = console;
                _port = port;
            }

            public void Greet() => _console.WriteLine($"hello from {_port}");
        }
        """);

    [Fact]
    public Task A_constructor_of_one_expression_gets_a_body() => On(
        """
        [Unikernel]
        public sealed class Site
        {
            public Site(int port) => Port = port;

            public int Port { get; }

            public string Read() => File.ReadAllText("motd");
        }
        """).BecomesAsync("Ask for IKeyValueReader",
        """
        [Unikernel]
        public sealed class Site
        {
            private readonly IKeyValueReader _store;

            public Site(int port, IKeyValueReader store)
            {
                _store = store;
                Port = port;
            }

            public int Port { get; }

            public string Read() => File.ReadAllText("motd");
        }
        """);

    [Fact]
    public Task The_same_call_is_made_of_the_device_where_there_is_one() => On(
        """
        [Unikernel]
        public sealed class Site
        {
            public void Greet()
            {
                // Says so.
                Console.WriteLine("hello");
            }
        }
        """).BecomesAsync("Ask for IConsole",
        """
        [Unikernel]
        public sealed class Site(IConsole console)
        {
            public void Greet()
            {
                // Says so.
                console.WriteLine("hello");
            }
        }
        """);

    [Fact]
    public Task A_call_that_the_device_does_not_have_is_left_to_its_author() => On(
        """
        [Unikernel]
        public sealed class Site
        {
            public void Greet() => Console.WriteLine(42);
        }
        """).BecomesAsync("Ask for IConsole",
        """
        [Unikernel]
        public sealed class Site(IConsole console)
        {
            public void Greet() => Console.WriteLine(42);
        }
        """);

    [Fact]
    public Task A_log_bears_the_name_of_who_writes_it_and_its_namespace_is_imported() => On(
        """
        using System.Text;

        [Unikernel]
        public sealed class Site
        {
            public void Greet() => Console.WriteLine("hello");
        }
        """).BecomesAsync("Ask for ILogger<Site>",
        """
        using System.Text;
        using Microsoft.Extensions.Logging;

        [Unikernel]
        public sealed class Site(ILogger<Site> log)
        {
            public void Greet() => Console.WriteLine("hello");
        }
        """);

    [Fact]
    public Task Everything_that_would_do_is_offered() => On(
        """
        [Unikernel]
        public sealed class Site
        {
            public void Greet() => Console.WriteLine("hello");
        }
        """).OffersAsync("Ask for IConsole", "Ask for ILogger<Site>");

    [Fact]
    public Task What_is_in_scope_is_used_and_not_asked_for_again() => On(
        """
        [Unikernel]
        public sealed class Site(IConsole terminal)
        {
            public void Greet() => Console.WriteLine("hello");
        }
        """).BecomesAsync("Ask for IConsole",
        """
        [Unikernel]
        public sealed class Site(IConsole terminal)
        {
            public void Greet() => terminal.WriteLine("hello");
        }
        """);

    [Fact]
    public Task All_calls_share_one_parameter() => On(
        """
        [Unikernel]
        public sealed class Site(INetworkStack stack)
        {
            public void Greet()
            {
                Console.Write("hello, ");
                Console.WriteLine("world");
                Console.WriteLine(42);
            }
        }

        [Unikernel]
        public sealed class Other
        {
            public void Greet() => Console.WriteLine();
        }
        """).AllBecomeAsync("Ask for IConsole",
        """
        [Unikernel]
        public sealed class Site(INetworkStack stack, IConsole console)
        {
            public void Greet()
            {
                console.Write("hello, ");
                console.WriteLine("world");
                Console.WriteLine(42);
            }
        }

        [Unikernel]
        public sealed class Other(IConsole console)
        {
            public void Greet() => console.WriteLine();
        }
        """);

    [Fact]
    public Task A_name_that_is_taken_is_not_taken_again() => On(
        """
        [Unikernel]
        public sealed class Site
        {
            public string Read(string store) => File.ReadAllText(store);
        }
        """).BecomesAsync("Ask for IKeyValueReader",
        """
        [Unikernel]
        public sealed class Site(IKeyValueReader store2)
        {
            public string Read(string store) => File.ReadAllText(store);
        }
        """);

    [Theory]
    [InlineData("public sealed class Plain { public string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("[Unikernel] public sealed class Site { public static string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("[Unikernel] public sealed class Site { public Site() { } public Site(int a) { } public string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("[Unikernel] public sealed class Site { private readonly string _a = File.ReadAllText(\"a\"); public Site(int a) { } }")]
    [InlineData("[Unikernel] public sealed class Site { private sealed class Part { public string Read() => File.ReadAllText(\"a\"); } }")]
    [InlineData("[Unikernel] public sealed class Site(IKeyValueReader store) { public string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("[Device] public sealed class Thing { public static Task<Thing> ConnectAsync() => null!; public string Read() => File.ReadAllText(\"a\"); }")]
    [InlineData("[Unikernel] public sealed class Site { public string? Read() => Environment.GetEnvironmentVariable(\"a\"); }")]
    public Task Nothing_is_offered_where_it_would_not_help(string source) => On(source).OffersAsync();

    private static CodeFixBench.Marked On(string source) => Bench.From(new OperatingSystemAnalyzer(), source);
}
