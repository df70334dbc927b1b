using System.Xml.Linq;
using MirageGen.Build.Graph;

namespace MirageGen.Build.Tests.Graph;

public sealed class GraphSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void The_picture_is_xml_with_a_box_and_a_tooltip_for_each_node()
    {
        var picture = XDocument.Parse(GraphSvg.Render(Graphs.Parse(Graphs.Website))).Root!;

        var boxes = picture.Elements(Svg + "g").Single().Elements(Svg + "g").ToList();
        Assert.Equal(8, boxes.Count);
        Assert.Contains("HostStack: INetworkStack", boxes.Select(box => box.Element(Svg + "title")!.Value));
        Assert.Equal(9, picture.Element(Svg + "g")!.Elements(Svg + "path").Count());
        Assert.Equal("What Website is composed of on unix", picture.Element(Svg + "title")!.Value);
    }

    [Fact]
    public void Text_cannot_become_markup()
    {
        var picture = GraphSvg.Render(Graphs.Parse("// graph X unix\n// node a|<script>&\"|device|</svg>"));

        Assert.Equal("<script>&\": </svg>", XDocument.Parse(picture).Descendants(Svg + "title").Last().Value);
    }

    [Fact]
    public void The_same_graph_gives_the_same_picture() =>
        Assert.Equal(GraphSvg.Render(Graphs.Parse(Graphs.Website)), GraphSvg.Render(Graphs.Parse(Graphs.Website)));

    [Fact]
    public void Long_text_is_cut_in_the_box_and_whole_in_the_tooltip()
    {
        var name = new string('n', 100);
        var box = XDocument.Parse(GraphSvg.Render(Graphs.Parse($"// graph X unix\n// node a|{name}|device|")))
            .Descendants(Svg + "g").Last();

        Assert.Equal(name, box.Element(Svg + "title")!.Value);
        Assert.EndsWith("…", box.Element(Svg + "text")!.Value, StringComparison.Ordinal);
        Assert.InRange(box.Element(Svg + "text")!.Value.Length, 20, 40);
    }
}
