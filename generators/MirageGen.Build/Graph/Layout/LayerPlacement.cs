namespace MirageGen.Build.Graph.Layout;

/// <summary>
/// Gives every box its height in the picture: as near to its neighbours' as the order and the room between boxes allow,
/// in passes there and back.
/// </summary>
internal static class LayerPlacement
{
    private const int Passes = 16;

    /// <summary>A waypoint pulls harder than a box, so that long edges run straight.</summary>
    private const double WaypointWeight = 4;

    /// <summary>Sets <see cref="LayoutBox.Y"/>; the least edge of a box is at zero afterwards.</summary>
    /// <param name="columns">In order.</param>
    /// <param name="gap">The least room between two boxes of a column.</param>
    public static void Place(List<List<LayoutBox>> columns, double gap)
    {
        foreach (var column in columns)
        {
            Settle(column, [.. column.Select(_ => 0.0)], gap);
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var isForward = pass % 2 == 0;
            foreach (var column in isForward ? columns : Enumerable.Reverse(columns))
            {
                double[] wanted = [.. column.Select(box => Wanted(box, isForward ? box.Before : box.After))];
                Settle(column, wanted, gap);
            }
        }

        var top = columns.SelectMany(column => column).Min(box => box.Y - (box.Height / 2));
        foreach (var box in columns.SelectMany(column => column))
        {
            box.Y -= top;
        }
    }

    private static double Wanted(LayoutBox box, List<LayoutBox> neighbours) =>
        neighbours.Count > 0 ? neighbours.Average(other => other.Y) : box.Y;

    /// <summary>
    /// The heights nearest to those wanted, by least squares, that keep order and room: neighbours that come too close
    /// are merged into one block at their common mean (isotonic regression).
    /// </summary>
    private static void Settle(List<LayoutBox> column, double[] wanted, double gap)
    {
        var blocks = new Stack<(double Mean, double Weight, int Count)>();
        var offsets = new double[column.Count];
        for (var i = 0; i < column.Count; i++)
        {
            offsets[i] = i == 0 ? 0 : offsets[i - 1] + ((column[i - 1].Height + column[i].Height) / 2) + gap;
            var block = (Mean: wanted[i] - offsets[i], Weight: column[i].Node is null ? WaypointWeight : 1, Count: 1);
            while (blocks.TryPeek(out var above) && above.Mean > block.Mean)
            {
                blocks.Pop();
                var weight = above.Weight + block.Weight;
                block = (((above.Mean * above.Weight) + (block.Mean * block.Weight)) / weight, weight, above.Count + block.Count);
            }

            blocks.Push(block);
        }

        var index = 0;
        foreach (var (mean, _, count) in blocks.Reverse())
        {
            for (var end = index + count; index < end; index++)
            {
                column[index].Y = mean + offsets[index];
            }
        }
    }
}
