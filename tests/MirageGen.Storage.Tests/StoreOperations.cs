using System.Collections.Immutable;
using System.Globalization;

namespace MirageGen.Storage.Tests;

/// <summary>Writes at random that can all be done, and what they come to.</summary>
internal sealed class StoreOperations(SeededRandom random, int largestValue)
{
    private const int Dictionaries = 3;
    private const int KeysOfEach = 6;

    /// <summary>Makes one.</summary>
    /// <param name="state">What the store holds.</param>
    /// <returns>The write, and what it holds then.</returns>
    public (Func<IKeyValueStore, ValueTask> Do, ImmutableSortedDictionary<string, byte[]> After) Next(ImmutableSortedDictionary<string, byte[]> state) =>
        random.NextInt32(20) switch
        {
            < 11 => Set(state),
            < 14 => Remove(state),
            14 => RemoveDictionary(state),
            15 => Rename(state),
            16 => RenameDictionary(state),
            _ => Apply(state),
        };

    private (Func<IKeyValueStore, ValueTask>, ImmutableSortedDictionary<string, byte[]>) Set(ImmutableSortedDictionary<string, byte[]> state)
    {
        var (key, value) = (AnyKey(), AnyValue());
        return (store => store.SetAsync(key, value), state.SetItem(key, value));
    }

    private (Func<IKeyValueStore, ValueTask>, ImmutableSortedDictionary<string, byte[]>) Remove(ImmutableSortedDictionary<string, byte[]> state)
    {
        var key = AnyKey();
        return (store => store.RemoveAsync(key), state.Remove(key));
    }

    private (Func<IKeyValueStore, ValueTask>, ImmutableSortedDictionary<string, byte[]>) RemoveDictionary(ImmutableSortedDictionary<string, byte[]> state)
    {
        var name = AnyDictionary();
        return (store => store.RemoveAsync(name), state.RemoveRange(Below(state, name)));
    }

    private (Func<IKeyValueStore, ValueTask>, ImmutableSortedDictionary<string, byte[]>) Rename(ImmutableSortedDictionary<string, byte[]> state)
    {
        var (from, to) = (AnyKey(), AnyKey());
        return state.TryGetValue(from, out var value)
            ? (store => store.RenameAsync(from, to), state.Remove(from).SetItem(to, value))
            : Set(state);
    }

    private (Func<IKeyValueStore, ValueTask>, ImmutableSortedDictionary<string, byte[]>) RenameDictionary(ImmutableSortedDictionary<string, byte[]> state)
    {
        var (from, to) = (AnyDictionary(), AnyDictionary());
        var moved = Below(state, from);
        return moved.Length > 0 && Below(state, to).Length == 0
            ? (store => store.RenameAsync(from, to), state.RemoveRange(moved).SetItems(moved.Select(key => KeyValuePair.Create(to + key[from.Length..], state[key]))))
            : Set(state);
    }

    private (Func<IKeyValueStore, ValueTask>, ImmutableSortedDictionary<string, byte[]>) Apply(ImmutableSortedDictionary<string, byte[]> state)
    {
        var batch = new KeyValueBatch();
        for (var i = random.NextInt32(5); i >= 0; i--)
        {
            var key = AnyKey();
            if (random.Chance(0.3))
            {
                batch.Remove(key);
                state = state.Remove(key);
            }
            else
            {
                var value = AnyValue();
                batch.Set(key, value);
                state = state.SetItem(key, value);
            }
        }

        return (store => store.ApplyAsync(batch), state);
    }

    private static string[] Below(ImmutableSortedDictionary<string, byte[]> state, string name) =>
        [.. state.Keys.Where(key => key.StartsWith(name + "/", StringComparison.Ordinal))];

    private string AnyDictionary() => string.Create(CultureInfo.InvariantCulture, $"d{random.NextInt32(Dictionaries)}");

    private string AnyKey() => string.Create(CultureInfo.InvariantCulture, $"{AnyDictionary()}/k{random.NextInt32(KeysOfEach)}");

    private byte[] AnyValue() => random.Octets(random.NextInt32(4) switch
    {
        0 => 0,
        1 => random.NextInt32(100),
        2 => random.NextInt32(1 + (largestValue / 8)),
        _ => random.NextInt32(1 + largestValue),
    });
}
