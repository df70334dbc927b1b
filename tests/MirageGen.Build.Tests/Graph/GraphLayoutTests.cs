using System.Text;
using MirageGen.Build.Graph.Layout;

namespace MirageGen.Build.Tests.Graph;

public sealed class GraphLayoutTests
{
    private readonly GraphLayout _website = GraphLayout.Of(Graphs.Parse(Graphs.Website));

    [Fact]
    public void Every_edge_leads_to_the_right() =>
        Assert.All(_website.Edges, edge => Assert.True(edge.From.Right < edge.To.X));

    [Fact]
    public void The_machine_is_behind_everything() =>
        Assert.Equal(_website.Boxes.Max(box => box.X), Box("UnixMachine").X);

    [Fact]
    public void What_two_ask_for_is_behind_both() =>
        Assert.True(Box("UnixClock").X > Box("ConsoleLoggerFactory").Right);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_box_lies_on_another_and_none_on_an_edge_that_passes(int seed)
    {
        var layout = GraphLayout.Of(Graphs.Parse(RandomGraph(seed)));
        var places = layout.Boxes.Concat(layout.Edges.SelectMany(edge => edge.Path)).Distinct().ToList();

        Assert.All(
            places.GroupBy(box => box.Column),
            column =>
            {
                var sorted = column.OrderBy(box => box.Y).ToList();
                for (var i = 1; i < sorted.Count; i++)
                {
                    Assert.True(sorted[i - 1].Y + (sorted[i - 1].Height / 2) <= sorted[i].Y - (sorted[i].Height / 2));
                }
            });
        Assert.All(places, box => Assert.InRange(box.Y - (box.Height / 2), -0.001, layout.Height));
    }

    [Fact]
    public void Edges_end_within_the_sides_of_their_boxes() =>
        Assert.All(_website.Edges, edge =>
        {
            Assert.InRange(edge.StartY, edge.From.Y - (edge.From.Height / 2), edge.From.Y + (edge.From.Height / 2));
            Assert.InRange(edge.EndY, edge.To.Y - (edge.To.Height / 2), edge.To.Y + (edge.To.Height / 2));
        });

    [Fact]
    public void Crossings_that_another_order_avoids_are_avoided()
    {
        var layout = GraphLayout.Of(Graphs.Parse(
            """
            // graph X unix
            // node a|A|appliance|
            // node b|B|appliance|
            // node p|P|device|
            // node q|Q|device|
            // edge a|q|q
            // edge b|p|p
            """));

        var box = layout.Boxes.ToDictionary(box => box.Node!.Label);
        Assert.Equal(box["A"].Y < box["B"].Y, box["Q"].Y < box["P"].Y);
    }

    [Fact]
    public void A_circle_is_refused() =>
        Assert.Throws<FormatException>(() => GraphLayout.Of(Graphs.Parse(
            "// graph X unix\n// node a|A|appliance|\n// node b|B|device|\n// node c|C|device|\n// edge a|b|\n// edge b|c|\n// edge c|b|")));

    private LayoutBox Box(string label) => Assert.Single(_website.Boxes, box => box.Node!.Label == label);

    private static string RandomGraph(int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("// graph X unix\n");
        for (var i = 0; i < 25; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"// node {i}|Node{i}|device|{new string('d', random.Next(50))}\n");
        }

        for (var i = 0; i < 45; i++)
        {
            var from = random.Next(24);
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"// edge {from}|{random.Next(from + 1, 25)}|p{i}\n");
        }

        return text.ToString();
    }
}
