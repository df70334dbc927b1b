using MirageGen.Build.Graph;

namespace MirageGen.Build.Tests.Graph;

public sealed class DeviceGraphTests
{
    [Fact]
    public void Comments_of_a_generated_source_become_a_graph()
    {
        var graph = Graphs.Parse(Graphs.Website);

        Assert.Equal(("Website", "unix"), (graph.Image, graph.Target));
        Assert.Equal(8, graph.Nodes.Count);
        Assert.Equal(new GraphNode("port", "--port", GraphNodeKind.Argument, "TCP port to serve on") { Default = "8080" }, graph.Nodes[6]);
        Assert.Equal(["http", "pages", "port"], graph.From(graph.Nodes[0]).Select(edge => edge.Label));
        Assert.Equal(["Website"], graph.Roots.Select(node => node.Label));
    }

    [Fact]
    public void A_source_without_a_graph_has_none() => Assert.Empty(DeviceGraph.Parse("// node of something else\nclass X;"[5..]));

    [Fact]
    public void A_detail_may_hold_the_separator() =>
        Assert.Equal("a|b", Graphs.Parse("// graph X unix\n// node x|X|device|a|b").Nodes[0].Detail);

    [Theory]
    [InlineData("MirageGen.Unix.HostStack", "MirageGen.Unix")]
    [InlineData("HostStack", "")]
    [InlineData("MirageGen.GhostStack", "MirageGen.GhostStack")]
    public void A_detail_does_not_say_the_label_again(string detail, string shown) =>
        Assert.Equal(shown, Graphs.Parse($"// graph X unix\n// node x|HostStack|device|{detail}").Nodes[0].Detail);

    [Fact]
    public void Several_graphs_of_a_source_are_kept_apart()
    {
        var graphs = DeviceGraph.Parse("// graph A unix\n// node a|A|appliance|\n// graph B unix\n// node b|B|appliance|");

        Assert.Equal(["A", "B"], graphs.Select(graph => Assert.Single(graph.Nodes).Label));
    }

    [Theory]
    [InlineData("graph X")]
    [InlineData("graph X unix\n// node x|X|spaceship|")]
    [InlineData("graph X unix\n// node x|X")]
    [InlineData("graph X unix\n// edge x|y|z")]
    [InlineData("graph X unix\n// default x|8080")]
    [InlineData("graph X unix\n// node x|--x|argument|\n// default x")]
    public void A_line_of_another_form_is_named_in_the_error(string text)
    {
        var line = text.Split("\n// ")[^1];

        Assert.Contains(line, Assert.Throws<FormatException>(() => DeviceGraph.Parse("// " + text)).Message, StringComparison.Ordinal);
    }
}
