namespace MirageGen.Dns;

/// <summary>The numbers of a <c>$GENERATE</c>: <c>1-10</c> or <c>0-254/2</c>.</summary>
internal readonly record struct GenerateRange(uint Start, uint Stop, uint Step)
{
    /// <summary>The most entries of one <c>$GENERATE</c>.</summary>
    public const uint MaxCount = 1 << 20;

    /// <summary>Reads a range.</summary>
    /// <exception cref="PresentationException">It is none, or too long.</exception>
    public static GenerateRange Parse(Entry entry)
    {
        var token = entry.Take("a range such as 1-10 or 0-254/2");
        var text = entry.TextOf(token);
        var dash = text.IndexOf((byte)'-');
        var slash = text.IndexOf((byte)'/');
        uint step = 1;
        if (dash <= 0
            || slash == 0
            || !NumberText.TryRead(text[..dash], int.MaxValue, out var start)
            || !NumberText.TryRead(slash > dash ? text[(dash + 1)..slash] : text[(dash + 1)..], int.MaxValue, out var stop)
            || (slash > dash && !NumberText.TryRead(text[(slash + 1)..], int.MaxValue, out step))
            || step == 0
            || start > stop)
        {
            throw entry.Fail(token, $"'{entry.Quote(token)}' is no range; write the first and the last number, such as 1-10 or 0-254/2");
        }

        return (stop - start) / step < MaxCount
            ? new(start, stop, step)
            : throw entry.Fail(token, $"the range makes more than {MaxCount} entries; split it");
    }
}
