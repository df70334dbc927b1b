using System.Collections.Immutable;

namespace MirageGen.Storage.Tests;

/// <summary>The states that a store may be found in after a crash.</summary>
internal sealed class StoreHistory
{
    // Those after each write since the last flush, the first one after the last write before it.
    private readonly List<ImmutableSortedDictionary<string, byte[]>> _states = [ImmutableSortedDictionary.Create<string, byte[]>(StringComparer.Ordinal)];

    // Those of writes that have failed, and may nevertheless be on the disk as long as nothing else is.
    private readonly List<ImmutableSortedDictionary<string, byte[]>> _failed = [];

    /// <summary>What the store shows.</summary>
    public ImmutableSortedDictionary<string, byte[]> Last => _states[^1];

    public void Done(ImmutableSortedDictionary<string, byte[]> state)
    {
        // What failed is not there once something else is, which removing nothing is not.
        if (!BlockStores.AreEqual(state, Last))
        {
            _failed.Clear();
        }

        _states.Add(state);
    }

    public void Failed(ImmutableSortedDictionary<string, byte[]> state) => _failed.Add(state);

    public void Flushed()
    {
        _states.RemoveRange(0, _states.Count - 1);
        _failed.Clear();
    }

    /// <summary>What was found when the store was opened again.</summary>
    /// <param name="found">Its values.</param>
    /// <param name="isSafe">Whether the machine has lost its power; else it may still do so, and what was before may be found then.</param>
    public void EndWith(SortedDictionary<string, byte[]> found, bool isSafe)
    {
        var state = _states.Concat(_failed).LastOrDefault(state => BlockStores.AreEqual(state, found))
            ?? throw new InvalidOperationException(
                $"{found.Count} values are none of {_states.Count} states and {_failed.Count} after failures: {string.Join(' ', found.Select(pair => $"{pair.Key}:{pair.Value.Length}"))}");
        _states.Add(state);
        if (isSafe)
        {
            Flushed();
        }
    }
}
