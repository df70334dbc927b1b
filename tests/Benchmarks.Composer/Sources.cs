using System.Globalization;
using System.Text;

namespace MirageGen.Benchmarks;

/// <summary>The sources of a solution with many devices, all of which are in its one appliance's graph.</summary>
internal static class Sources
{
    private const string Usings = """
        using System;
        using System.Threading;
        using System.Threading.Tasks;
        using Microsoft.Extensions.Logging;
        using MirageGen;
        using MirageGen.Http;

        """;

    /// <summary>
    /// An appliance that asks for the first device, the network and a boot argument. Edits that differ in their number
    /// differ in one place.
    /// </summary>
    public static string Appliance(EditKind edit, int number)
    {
        var body = edit == EditKind.MethodBody ? number : 0;
        var port = edit == EditKind.Constructor ? number : 8080;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {{Usings}}
            namespace Plant;

            /// <summary>Runs the whole plant.</summary>
            [Unikernel(Summary = "Runs the whole plant")]
            public sealed class Control(
                IPart0 first,
                HttpServer http,
                ILogger<Control> log,
                [Argument("TCP port to serve on")] int port = {{port}})
            {
                public async Task RunAsync(CancellationToken stop)
                {
                    log.LogInformation("{First} on {Port}", first.Level + {{body}}, port);
                    await http.RunAsync(port, stop);
                }
            }
            """);
    }

    /// <summary>
    /// The device of a number and its signature. Each stands on the two whose numbers are twice its own and one or two
    /// more, so that they form a tree of all.
    /// </summary>
    public static string Device(int number, int count)
    {
        var asked = new StringBuilder();
        var level = new StringBuilder("_size");
        for (var below = (2 * number) + 1; below <= (2 * number) + 2 && below < count; below++)
        {
            asked.Append(CultureInfo.InvariantCulture, $"IPart{below} part{below}, ");
            level.Append(CultureInfo.InvariantCulture, $" + part{below}.Level");
        }

        return string.Create(CultureInfo.InvariantCulture, $$"""
            {{Usings}}
            namespace Plant;

            /// <summary>A part of the plant.</summary>
            public interface IPart{{number}}
            {
                /// <summary>How full it is.</summary>
                int Level { get; }
            }

            /// <summary>A part of the plant.</summary>
            [Device(typeof(IPart{{number}}))]
            public sealed class Part{{number}}(
                {{asked}}TimeProvider clock,
                ILogger<Part{{number}}> log,
                [Argument("Size of part {{number}}")] int size{{number}} = {{number}}) : IPart{{number}}, IDisposable
            {
                private readonly int _size = size{{number}};

                /// <inheritdoc/>
                public int Level
                {
                    get
                    {
                        log.LogDebug("{Now}", clock.GetUtcNow());
                        return {{level}};
                    }
                }

                /// <inheritdoc/>
                public void Dispose() => log.LogDebug("gone");
            }
            """);
    }
}
