using Microsoft.Extensions.Logging;

namespace MirageGen.Storage.Tests;

/// <summary>Opens stores and looks at all that is in them.</summary>
internal static class BlockStores
{
    /// <summary>Enough for halves of 70 kB, which are full after few writes.</summary>
    public const long SmallDiskBytes = 150 * 1024;

    private static ulong _opened;

    public static MemoryBlock SmallDisk(int sectorBytes = 512) => new(SmallDiskBytes / sectorBytes, sectorBytes);

    public static Task<BlockStore> OpenAsync(IBlock block, ILoggerFactory? logs = null, TimeProvider? clock = null, long memoryLimit = long.MaxValue) =>
        BlockStore.ConnectAsync(
            block,
            clock ?? new FixedClock(),
            SimulatedRandom.FromSeed(Interlocked.Increment(ref _opened)),
            (logs ?? new RecordingLoggerFactory()).CreateLogger<BlockStore>(),
            memoryLimit);

    /// <summary>Every value, by its key.</summary>
    public static async Task<SortedDictionary<string, byte[]>> ContentAsync(this IKeyValueReader store)
    {
        var content = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        await AddBelowAsync(store, Key.Root, content);
        return content;
    }

    public static bool AreEqual(IReadOnlyDictionary<string, byte[]> left, IReadOnlyDictionary<string, byte[]> right) =>
        left.Count == right.Count
        && left.All(pair => right.TryGetValue(pair.Key, out var value) && value.AsSpan().SequenceEqual(pair.Value));

    public static byte[] Octets(this SeededRandom random, int length)
    {
        var octets = new byte[length];
        random.Fill(octets);
        return octets;
    }

    private static async Task AddBelowAsync(IKeyValueReader store, Key key, SortedDictionary<string, byte[]> content)
    {
        foreach (var entry in await store.ListAsync(key))
        {
            if (entry.Kind == KeyKind.Dictionary)
            {
                await AddBelowAsync(store, entry.Key, content);
            }
            else
            {
                content.Add(entry.Key.Path, (await store.GetAsync(entry.Key))!.Value.ToArray());
            }
        }
    }
}
