using MirageGen.Xen.Store;

namespace MirageGen.Xen.Xenbus;

/// <summary>What the other end of a device says about itself: the numbers below its path.</summary>
internal sealed class BackendFeatures
{
    // Asked for at the same time: half of what may be asked of xenstored at once is left to others.
    private const int AtOnce = XenStore.MostPending / 2;

    private readonly Dictionary<string, string> _values = [];

    private BackendFeatures()
    {
    }

    /// <summary>Reads all of it.</summary>
    public static async Task<BackendFeatures> ReadAsync(XenStore store, string path)
    {
        var features = new BackendFeatures();
        var names = await store.ListAsync(path);
        for (var done = 0; done < names.Length; done += AtOnce)
        {
            // By index: a range of an array is made by reflection, with .NET's type loader behind it.
            var reads = new Task<string?>[Math.Min(AtOnce, names.Length - done)];
            for (var i = 0; i < reads.Length; i++)
            {
                reads[i] = store.TryReadAsync($"{path}/{names[done + i]}");
            }

            var values = await Task.WhenAll(reads);
            for (var i = 0; i < values.Length; i++)
            {
                if (values[i] is { } value)
                {
                    features._values[names[done + i]] = value;
                }
            }
        }

        return features;
    }

    /// <summary>Whether a feature is there.</summary>
    public bool Has(string name) => Number(name) > 0;

    /// <summary>A number; null where there is none.</summary>
    public ulong? Number(string name) =>
        _values.TryGetValue(name, out var text) && ulong.TryParse(text, out var number) ? number : null;

    /// <summary>A text; null where there is none.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name);
}
