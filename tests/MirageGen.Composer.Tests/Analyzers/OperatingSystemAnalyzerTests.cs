using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using MirageGen.Composer.OperatingSystem;

namespace MirageGen.Composer.Tests.Analyzers;

public sealed class OperatingSystemAnalyzerTests
{
    private static readonly AnalyzerBench Xen = new(new OperatingSystemAnalyzer(), TestProject.For("xen"));

    [Fact]
    public Task A_call_is_reported_with_the_signature_to_ask_for() => Xen.ReportsInApplianceAsync(
        """var text = [|File.ReadAllText|]("motd");""",
        "'File.ReadAllText' needs an operating system, and target 'xen' has none: ask for IKeyValueReader");

    [Fact]
    public Task A_write_asks_for_the_store_that_can_be_written() => Xen.ReportsInApplianceAsync(
        """await [|File.WriteAllTextAsync|]("motd", "hello", stop); [|Directory.CreateDirectory|]("a");""",
        "'File.WriteAllTextAsync' needs an operating system, and target 'xen' has none: ask for IKeyValueStore",
        "'Directory.CreateDirectory' needs an operating system, and target 'xen' has none: ask for IKeyValueStore");

    [Fact]
    public Task A_creation_is_reported_at_its_type_or_its_new() => Xen.ReportsInApplianceAsync(
        """
        using var a = new [|FileStream|]("a", FileMode.Open);
        using System.Net.Sockets.TcpClient b = [|new|]();
        """,
        "'FileStream' needs an operating system, and target 'xen' has none: ask for IKeyValueReader, or for IKeyValueStore to write",
        "'TcpClient' needs an operating system, and target 'xen' has none: ask for INetworkStack");

    [Fact]
    public Task A_call_on_an_object_is_reported_at_its_name() => Xen.ReportsInApplianceAsync(
        """
        static Task<string> Get(System.Net.Http.HttpClient client) => client.[|GetStringAsync|]("http://localhost/");
        static Task<string>? Try(System.Net.Http.HttpClient? client) => client?.[|GetStringAsync|]("http://localhost/");
        _ = (Func<System.Net.Http.HttpClient, Task<string>>)Get;
        _ = (Func<System.Net.Http.HttpClient, Task<string>?>)Try;
        """,
        "'HttpClient.GetStringAsync' needs an operating system, and target 'xen' has none: ask for the HttpClient of MirageGen.Http",
        "'HttpClient.GetStringAsync' needs an operating system, and target 'xen' has none: ask for the HttpClient of MirageGen.Http");

    [Fact]
    public Task Properties_events_and_method_groups_are_uses_too() => Xen.ReportsInApplianceAsync(
        """
        var host = [|Environment.MachineName|];
        [|Environment.ExitCode|] = 3;
        [|Console.CancelKeyPress|] += (_, _) => { };
        Func<string, bool> exists = [|File.Exists|];
        """,
        "'Environment.MachineName' needs an operating system, and target 'xen' has none: there is no host to ask about; take an [Argument] parameter where it matters",
        "'Environment.ExitCode' needs an operating system, and target 'xen' has none: return the exit code from RunAsync",
        "'Console.CancelKeyPress' needs an operating system, and target 'xen' has none: the CancellationToken of RunAsync says when to stop",
        "'File.Exists' needs an operating system, and target 'xen' has none: ask for IKeyValueReader");

    [Fact]
    public Task A_base_type_is_reported_once_with_the_call_of_its_constructor() => Xen.ReportsAsync(
        """
        public class Log : [|FileStream|]
        {
            public Log() : base("log", FileMode.Append) { }
        }

        public sealed class Short(string path) : [|System.IO.FileStream|](path, FileMode.Open);
        """,
        "'FileStream' needs an operating system, and target 'xen' has none: ask for IKeyValueReader, or for IKeyValueStore to write",
        "'FileStream' needs an operating system, and target 'xen' has none: ask for IKeyValueReader, or for IKeyValueStore to write");

    [Fact]
    public Task The_whole_program_counts_not_only_its_appliances() => Xen.ReportsAsync(
        """
        internal static class Settings
        {
            public static readonly string? Home = [|Environment.GetEnvironmentVariable|]("HOME");
        }
        """,
        "'Environment.GetEnvironmentVariable' needs an operating system, and target 'xen' has none: there are no variables; take an [Argument] parameter");

    [Fact]
    public Task Extension_methods_using_static_and_aliases_are_seen_through() => Xen.ReportsAsync(
        """
        using static System.IO.File;
        using Disk = System.IO.Directory;
        using System.IO.Compression;

        internal static class Uses
        {
            public static string A() => [|ReadAllText|]("a");
            public static string[] B() => [|Disk.GetFiles|]("a");
            public static void C(ZipArchive archive) => archive.[|ExtractToDirectory|]("a");
            public static string D() => [|global::System.IO.File.ReadAllText|]("a");
        }
        """,
        "'File.ReadAllText' needs an operating system, and target 'xen' has none: ask for IKeyValueReader",
        "'Directory.GetFiles' needs an operating system, and target 'xen' has none: ask for IKeyValueReader",
        "'ZipFileExtensions.ExtractToDirectory' needs an operating system, and target 'xen' has none: ask for IKeyValueReader, or for IKeyValueStore to write",
        "'File.ReadAllText' needs an operating system, and target 'xen' has none: ask for IKeyValueReader");

    [Fact]
    public Task Only_the_overloads_that_open_a_file_are_reported() => Xen.ReportsInApplianceAsync(
        """
        using var a = new StreamReader(Stream.Null);
        using var b = new [|StreamReader|]("a");
        using var c = System.Xml.XmlReader.Create(Stream.Null);
        using var d = [|System.Xml.XmlReader.Create|]("a");
        """,
        "'StreamReader' needs an operating system, and target 'xen' has none: ask for IKeyValueReader",
        "'XmlReader.Create' needs an operating system, and target 'xen' has none: ask for IKeyValueReader");

    [Fact]
    public Task What_needs_no_operating_system_is_left_alone() => Xen.IsSilentInApplianceAsync(
        """
        var text = Environment.NewLine + Environment.ProcessorCount + Environment.TickCount64;
        var path = Path.Combine("a", "b") + Path.GetExtension("c.d") + Path.DirectorySeparatorChar;
        var address = System.Net.IPAddress.Parse("192.0.2.1");
        var equal = System.Security.Cryptography.CryptographicOperations.FixedTimeEquals([1], [1]);
        var memory = new MemoryStream();
        var writer = new StringWriter();
        var mode = FileMode.Open;
        var color = ConsoleColor.Red;
        var thread = Thread.CurrentThread.ManagedThreadId;
        """);

    [Fact]
    public Task A_name_alone_uses_nothing() => Xen.IsSilentInApplianceAsync(
        """
        var name = nameof(File.ReadAllText) + nameof(Environment.MachineName);
        var type = typeof(File);
        """);

    [Fact]
    public Task Threads_and_their_sleep_have_no_scheduler() => Xen.ReportsInApplianceAsync(
        """
        [|Thread.Sleep|](10);
        new [|Thread|](() => { }).Start();
        [|ThreadPool.QueueUserWorkItem|](_ => { });
        """,
        "'Thread.Sleep' needs an operating system, and target 'xen' has none: ask for TimeProvider and await Task.Delay(span, clock)",
        "'Thread' needs an operating system, and target 'xen' has none: its one thread is the loop's; await the work on it",
        "'ThreadPool.QueueUserWorkItem' needs an operating system, and target 'xen' has none: its one thread is the loop's; await the work on it");

    [Theory]
    [InlineData("[|System.Net.Dns.GetHostAddresses|](\"a\")", "Dns.GetHostAddresses", "ask for INameResolver")]
    [InlineData("[|System.Diagnostics.Process.Start|](\"a\")", "Process.Start", "there is one program and no signature for another")]
    [InlineData("[|Console.ReadLine|]()", "Console.ReadLine", "ask for IConsole to talk to whoever runs it, for ILogger to log")]
    [InlineData("[|Path.GetTempPath|]()", "Path.GetTempPath", "ask for IKeyValueStore")]
    [InlineData("[|Environment.GetCommandLineArgs|]()", "Environment.GetCommandLineArgs", "take an [Argument] parameter for each argument")]
    [InlineData("new [|System.Net.HttpListener|]()", "HttpListener", "ask for the HttpServer of MirageGen.Http")]
    [InlineData("[|System.Security.Cryptography.SHA256.HashData|]([1])", "SHA256.HashData", "it calls OpenSSL, which no image carries; use BouncyCastle for now")]
    [InlineData("[|System.Security.Cryptography.RandomNumberGenerator.GetBytes|](8)", "RandomNumberGenerator.GetBytes", "ask for IRandom")]
    [InlineData("new [|System.Net.Security.SslStream|](Stream.Null)", "SslStream", "it calls OpenSSL, which no image carries; use BouncyCastle's TLS over a flow of INetworkStack")]
    [InlineData("[|TimeZoneInfo.FindSystemTimeZoneById|](\"a\")", "TimeZoneInfo.FindSystemTimeZoneById", "there is no time zone database; reckon in UTC")]
    [InlineData("[|AppContext.BaseDirectory|]", "AppContext.BaseDirectory", "ask for IKeyValueReader")]
    public Task Each_part_of_the_operating_system_has_its_advice(string markedExpression, string name, string advice) =>
        Xen.ReportsInApplianceAsync(
            $"var x = {markedExpression};",
            $"'{name}' needs an operating system, and target 'xen' has none: {advice}");

    [Theory]
    [InlineData("unix")]
    [InlineData("mock")]
    [InlineData("solo5")]
    [InlineData(null)]
    public Task Nothing_is_reported_where_there_is_an_operating_system_or_no_known_target(string? target) =>
        new AnalyzerBench(new OperatingSystemAnalyzer(), TestProject.For(target)).IsSilentInApplianceAsync(
            """var text = File.ReadAllText("motd");""");

    [Fact]
    public Task Nothing_is_reported_in_a_library_that_refers_to_no_backend() =>
        new AnalyzerBench(
            new OperatingSystemAnalyzer(),
            new TestProject { Target = "xen", References = TestReferences.WithoutBackends }).IsSilentInApplianceAsync(
            """var text = File.ReadAllText("motd");""");

    [Fact]
    public Task Generated_code_is_not_reported() => Xen.ReportsAsync(
        """
        // <auto-generated/>
        internal static class Uses { public static string A() => File.ReadAllText("a"); }
        """);

    [Fact]
    public void Every_row_of_the_table_names_something_that_exists()
    {
        var compilation = CSharpCompilation.Create("All", references: TestReferences.All);
        Assert.All(OperatingSystemApis.Rules, rule =>
        {
            var type = compilation.GetTypeByMetadataName(rule.Type);
            Assert.True(type is not null, rule.Type);
            Assert.All(rule.Names, name => Assert.Contains(
                type.GetMembers(), member => rule.Means(member) && MatchesOnly(member, name)));
        });

        static bool MatchesOnly(ISymbol member, string pattern) => pattern.EndsWith('*')
            ? member.Name.StartsWith(pattern[..^1], StringComparison.Ordinal)
            : member.Name == pattern;
    }

    [Fact]
    public void Every_signature_of_the_table_exists()
    {
        var compilation = CSharpCompilation.Create("All", references: TestReferences.All);
        Assert.All(
            OperatingSystemApis.Rules
                .SelectMany(rule => rule.Properties[Instead.SignaturesProperty]!.Split(';', StringSplitOptions.RemoveEmptyEntries))
                .Distinct(),
            signature => Assert.NotNull(compilation.GetTypeByMetadataName(signature)));
    }
}
