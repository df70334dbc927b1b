namespace MirageGen.Build.Graph.Layout;

/// <summary>
/// Orders each column so that few edges cross: sorts by the mean position of the neighbours in the column beside it,
/// there and back again, and keeps the best order seen.
/// </summary>
internal static class LayerOrdering
{
    private const int Sweeps = 12;

    /// <summary>Orders the columns in place.</summary>
    public static void Order(List<List<LayoutBox>> columns)
    {
        var best = Copy(columns);
        var fewest = Crossings(columns);
        for (var sweep = 0; sweep < Sweeps && fewest > 0; sweep++)
        {
            if (sweep % 2 == 0)
            {
                for (var i = 1; i < columns.Count; i++)
                {
                    Sort(columns[i], columns[i - 1], static box => box.Before);
                }
            }
            else
            {
                for (var i = columns.Count - 2; i >= 0; i--)
                {
                    Sort(columns[i], columns[i + 1], static box => box.After);
                }
            }

            if (Crossings(columns) is var crossings && crossings < fewest)
            {
                fewest = crossings;
                best = Copy(columns);
            }
        }

        columns.Clear();
        columns.AddRange(best);
    }

    private static void Sort(List<LayoutBox> column, List<LayoutBox> beside, Func<LayoutBox, List<LayoutBox>> neighbours)
    {
        var position = Positions(beside);
        var own = Positions(column);
        var sorted = column
            .OrderBy(box => neighbours(box) is { Count: > 0 } joined ? joined.Average(other => position[other]) : own[box])
            .ThenBy(box => own[box])
            .ToList();
        column.Clear();
        column.AddRange(sorted);
    }

    private static int Crossings(List<List<LayoutBox>> columns)
    {
        var crossings = 0;
        for (var i = 1; i < columns.Count; i++)
        {
            var position = Positions(columns[i]);
            int[] ends = [.. columns[i - 1].SelectMany(box => box.After.Select(other => position[other]).Order())];
            for (var a = 0; a < ends.Length; a++)
            {
                for (var b = a + 1; b < ends.Length; b++)
                {
                    crossings += ends[b] < ends[a] ? 1 : 0;
                }
            }
        }

        return crossings;
    }

    private static Dictionary<LayoutBox, int> Positions(List<LayoutBox> column) =>
        column.Select((box, index) => (box, index)).ToDictionary(pair => pair.box, pair => pair.index);

    private static List<List<LayoutBox>> Copy(List<List<LayoutBox>> columns) => [.. columns.Select(column => column.ToList())];
}
