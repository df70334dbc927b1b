using MirageGen.Build.Graph;

namespace MirageGen.Build.Tests.Graph;

public sealed class GraphTreeTests
{
    [Fact]
    public void Below_each_node_stands_what_it_asked_for() =>
        Assert.Equal(
            """
            Website on unix
            ├─ http: HttpServer  MirageGen.Http
            │  ├─ stack: HostStack  INetworkStack
            │  │  └─ UnixMachine
            │  ├─ clock: UnixClock  TimeProvider
            │  │  └─ machine: UnixMachine
            │  └─ log: ConsoleLoggerFactory  ILoggerFactory
            │     └─ clock: UnixClock (as above)
            ├─ pages: htdocs  42 files, 310 kB
            └─ port: --port  TCP port to serve on

            """,
            GraphTree.Render(Graphs.Parse(Graphs.Website)));

    [Fact]
    public void Each_appliance_of_an_image_has_a_tree() =>
        Assert.Equal(
            "A on mock\n└─ clock: Clock\nB on mock\n└─ clock: Clock\n",
            GraphTree.Render(Graphs.Parse(
                "// graph X mock\n// node a|A|appliance|\n// node b|B|appliance|\n// node c|Clock|device|\n// edge a|c|clock\n// edge b|c|clock")));
}
