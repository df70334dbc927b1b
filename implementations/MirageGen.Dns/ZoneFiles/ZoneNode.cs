namespace MirageGen.Dns;

/// <summary>What a checker knows of one name: the sets of records it has, each with its first record's place.</summary>
internal sealed class ZoneNode
{
    private readonly List<ZoneNodeSet> _sets = new(1);

    /// <summary>The sets.</summary>
    public IReadOnlyList<ZoneNodeSet> Sets => _sets;

    /// <summary>The set of a type; null when there is none.</summary>
    public ZoneNodeSet? Find(RecordType type)
    {
        foreach (var set in _sets)
        {
            if (set.Type == type)
            {
                return set;
            }
        }

        return null;
    }

    /// <summary>Whether there is a set of neither of two types.</summary>
    public bool HasOtherThan(RecordType one, RecordType another) => _sets.Exists(set => set.Type != one && set.Type != another);

    /// <summary>Adds a set.</summary>
    public void Add(ZoneNodeSet set) => _sets.Add(set);
}
