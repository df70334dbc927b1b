using MirageGen.Composer.Tests.Composing;

namespace MirageGen.Composer.Tests.Edits;

/// <summary>A project in which each file depends on others in the ways that C# has.</summary>
internal static class SampleFiles
{
    private const string Appliance = """
        «nullable»
        namespace App
        {
            «comment»
            [Unikernel(Summary = Texts.Summary)]
            «access» sealed partial class Site(
                IThing thing,
                Box box,
                ILink link,
                «parameter»
                [Argument("Port", Name = Texts.Name)] int port = Limits.Port,
                [Argument("Level")] Level level = Level.Low,
                [Argument("Size")] Size size = default,
                [Argument("Greeting")] string greeting = null!) : SiteBase
            {
                public string Describe() => $"{thing} {box} {link} {port} {level} {size} {greeting}" + «body»;
            }
        }
        """;

    private const string Bases = """
        namespace App
        {
            public abstract class SiteBase : Root
            {
                «run»
                «required»
            }

            public abstract class BoxBase «disposable»
            {
                protected string Text => «other body»;
            }

            public class Root;
        }
        """;

    private const string Constants = """
        «global alias»
        namespace App
        {
            public static class Limits
            {
                public const int Port = «port»;
                public static readonly int Unrelated = «initial value»;
            }

            internal static class Texts
            {
                public const string Name = "port";
                public const string Summary = "«summary»";
            }

            public enum Level { «levels» }

            public struct Size : «parsable»
            {
                public static Size Parse(string s, IFormatProvider? provider) => default;
                public static bool TryParse(string? s, IFormatProvider? provider, out Size result) => (result = default) is { };
            }
        }
        """;

    private const string Devices = """
        «alias»
        namespace App
        {
            public interface IThing «thing bases»;

            [Device(typeof(IThing))]
            public sealed partial class Thing(TimeProvider clock) : «thing» IAnything
            {
                public object Clock => clock;
            }

            «mark»
            public sealed class Spare : IThing;

            [Device]
            public sealed partial class Box : BoxBase
            {
                «connect»
            }

            public interface IAnything;
        }
        """;

    private const string Halves = """
        namespace App
        {
            partial class Box
            {
                «box constructor»
                «box dispose»
            }

            «shadow»

            partial class Composed
            {
                «member»
            }
        }
        """;

    private const string Composition = """
        «choice»
        namespace App
        {
            [Compose(typeof(Site))]
            public sealed partial class Composed;

            «neighbour»
        }
        """;

    private const string Program = """
        «main»
        """;

    /// <summary>The texts, with places for edits.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        Source.Head.Replace("using ", "global using ", StringComparison.Ordinal),
        Appliance, Bases, Constants, Devices, Halves, Composition, Program,
    ];

    /// <summary>Edits that the composer has to take notice of.</summary>
    public static IReadOnlyList<Slot> Telling { get; } =
    [
        new("nullable", "", "#nullable disable"),
        new("access", "public", "internal"),
        new("parameter", "", "TimeProvider clock,", "IUnserved unserved,", "IUnserved? unserved = null,"),
        new("run", "public Task RunAsync() => Task.CompletedTask;", "", "public Task<int> RunAsync() => Task.FromResult(0);"),
        new("required", "", "public required int Size { get; set; }"),
        new("disposable", "", ": IDisposable { public void Dispose() { } }\npublic abstract class Odd"),
        new("port", "80", "81"),
        new("summary", "Serves", "Greets"),
        new("levels", "Low, High", "High, Low", "Low, Middle, High"),
        new("parsable", "IParsable<Size>", "IFormattable"),
        new("thing bases", "", ": IDisposable"),
        new("thing", "IThing,", ""),
        new("mark", "", "[Device(typeof(IThing))]", "[Part(typeof(IThing), Target = \"unix\")]", "[Gadget(typeof(IThing))]"),
        new("connect", "", "public static Task<Box> ConnectAsync(ILink link) => null!;"),
        new("box constructor", "", "public Box(TimeProvider clock) { }", "internal Box() { }"),
        new("shadow", "", "public interface ILink;"),
        new("member", "", "public int Thing => 1;", "public int Completion => 1;"),
        new("choice", "", "[assembly: Use(typeof(IThing), typeof(Thing))]", "[assembly: Use(typeof(IThing), typeof(Box))]"),
        new("neighbour", "", "internal sealed class Task;"),
        new("main", "", "static class Program { static void Main() { } }", "Console.WriteLine();"),
    ];

    /// <summary>Edits that change nothing, alone.</summary>
    public static IReadOnlyList<Slot> Idle { get; } =
    [
        new("comment", "", "// A comment.", "\n\n\n"),
        new("body", "string.Empty", "\"!\"", "new Func<string>(() => { return \"?\"; })()"),
        new("other body", "\"\"", "nameof(Text)"),
        new("initial value", "1", "2"),
        new("box dispose", "", "public int Count() => 1;"),
        new("alias", "using Part = MirageGen.DeviceAttribute;", ""),
        new("global alias", "global using Gadget = MirageGen.DeviceAttribute;", ""),
    ];

    public static IReadOnlyList<Slot> Slots { get; } = [.. Telling, .. Idle];
}
