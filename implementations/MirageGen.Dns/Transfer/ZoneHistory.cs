namespace MirageGen.Dns.Transfer;

/// <summary>The last changes of a zone, each from where the one before ended. It never changes itself.</summary>
internal sealed class ZoneHistory
{
    /// <summary>The most changes that are kept.</summary>
    public const int MaxChanges = 1000;

    /// <summary>The most octets of them; a change that is larger alone is not kept.</summary>
    public const long MaxOctets = 4 * 1024 * 1024;

    private readonly ZoneChange[] _changes;

    private ZoneHistory(ZoneChange[] changes) => _changes = changes;

    /// <summary>Nothing is remembered.</summary>
    public static ZoneHistory Empty { get; } = new([]);

    /// <summary>How many changes are kept.</summary>
    public int Count => _changes.Length;

    /// <summary>The changes since a serial number, the oldest first.</summary>
    /// <returns>False when that is not remembered.</returns>
    public bool TryFind(uint serial, out ReadOnlyMemory<ZoneChange> changes)
    {
        var first = Array.FindIndex(_changes, change => change.From == serial);
        changes = first < 0 ? default : _changes.AsMemory(first);
        return first >= 0;
    }

    /// <summary>The history with one change more, without those that there is no room for.</summary>
    public ZoneHistory Add(ZoneChange change)
    {
        var kept = _changes.Length > 0 && _changes[^1].To != change.From ? [] : _changes;
        var octets = change.Octets;
        var first = kept.Length;
        while (first > 0 && kept.Length - first + 1 < MaxChanges && octets + kept[first - 1].Octets <= MaxOctets)
        {
            octets += kept[--first].Octets;
        }

        return change.Octets > MaxOctets ? Empty : new([.. kept[first..], change]);
    }
}
