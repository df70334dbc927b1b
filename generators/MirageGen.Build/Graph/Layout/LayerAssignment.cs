namespace MirageGen.Build.Graph.Layout;

/// <summary>
/// Puts every node in the column behind the last of those that ask for it, the machine behind everything, and lays
/// waypoints where an edge crosses columns.
/// </summary>
internal static class LayerAssignment
{
    /// <summary>The columns, from the left, in the order of the graph's nodes.</summary>
    /// <exception cref="FormatException">The graph goes round in a circle.</exception>
    public static (List<List<LayoutBox>> Columns, List<LayoutEdge> Edges) Assign(DeviceGraph graph)
    {
        var boxes = graph.Nodes.ToDictionary(node => node, node => new LayoutBox(node, 0));
        Deepen(graph, boxes);
        var last = boxes.Values.Max(box => box.Column);
        foreach (var machine in boxes.Values.Where(box => box.Node!.Kind == GraphNodeKind.Machine))
        {
            machine.Column = last;
        }

        var columns = Enumerable.Range(0, last + 1).Select(_ => new List<LayoutBox>()).ToList();
        foreach (var box in boxes.Values)
        {
            columns[box.Column].Add(box);
        }

        return (columns, [.. graph.Edges.Select(edge => Route(edge, boxes, columns))]);
    }

    private static void Deepen(DeviceGraph graph, Dictionary<GraphNode, LayoutBox> boxes)
    {
        var waiting = graph.Nodes.ToDictionary(node => node, node => graph.Edges.Count(edge => edge.To == node));
        var ready = new Queue<GraphNode>(graph.Roots);
        var done = 0;
        for (; ready.TryDequeue(out var node); done++)
        {
            foreach (var edge in graph.From(node))
            {
                boxes[edge.To].Column = Math.Max(boxes[edge.To].Column, boxes[node].Column + 1);
                if (--waiting[edge.To] == 0)
                {
                    ready.Enqueue(edge.To);
                }
            }
        }

        if (done < graph.Nodes.Count)
        {
            throw new FormatException($"The device graph of '{graph.Image}' goes round in a circle.");
        }
    }

    private static LayoutEdge Route(GraphEdge edge, Dictionary<GraphNode, LayoutBox> boxes, List<List<LayoutBox>> columns)
    {
        var path = new List<LayoutBox> { boxes[edge.From] };
        for (var column = boxes[edge.From].Column + 1; column < boxes[edge.To].Column; column++)
        {
            var waypoint = new LayoutBox(null, column);
            columns[column].Add(waypoint);
            path.Add(waypoint);
        }

        path.Add(boxes[edge.To]);
        for (var i = 1; i < path.Count; i++)
        {
            path[i - 1].After.Add(path[i]);
            path[i].Before.Add(path[i - 1]);
        }

        return new(edge, path);
    }
}
