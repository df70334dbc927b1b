using MirageGen.Build.Graph;

namespace MirageGen.Build.Tests.Graph;

public sealed class GraphMermaidTests
{
    [Fact]
    public void Nodes_edges_and_colours_are_written() =>
        Assert.Equal(
            """
            flowchart TD
              n0("A<br/><small>an appliance</small>"):::appliance
              n1("Clock"):::device
              n0 -->|"clock"| n1
              classDef appliance fill:#ebe1ff,stroke:#8250df,color:#3c1e70
              classDef device fill:#ddf0ff,stroke:#2f81d7,color:#0a3069

            """,
            GraphMermaid.Render(Graphs.Parse(
                "// graph X unix\n// node a|A|appliance|an appliance\n// node c|Clock|device|\n// edge a|c|clock")));

    [Fact]
    public void Text_cannot_end_its_quotes() =>
        Assert.Contains(
            "n0(\"List&lt;&quot;x&quot;&gt;\")",
            GraphMermaid.Render(Graphs.Parse("// graph X unix\n// node a|List<\"x\">|device|")),
            StringComparison.Ordinal);
}
