namespace MirageGen.Unix;

/// <summary>The host's files by their paths: each lies in a <see cref="DirectoryStore"/> of its directory, which is opened once.</summary>
[Device(typeof(IHostFiles), Target = "unix", Shared = true)]
public sealed class HostFiles : IHostFiles, IDisposable
{
    private readonly Dictionary<string, DirectoryStore> _stores = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public HostPlace? Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
        {
            return new(StoreOf(path), Key.Root);
        }

        if (!File.Exists(path))
        {
            return null;
        }

        var store = StoreOf(Path.GetDirectoryName(path) is { Length: > 0 } directory ? directory : ".");
        return Key.TryParse(Path.GetFileName(path), out var key) && store.Find(key).Kind == KeyKind.Value
            ? new(store, key)
            : throw new DeviceException($"'{path}' is no regular file; name what a link leads to");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var store in _stores.Values)
        {
            store.Dispose();
        }
    }

    private DirectoryStore StoreOf(string directory)
    {
        var path = Path.GetFullPath(directory);
        if (!_stores.TryGetValue(path, out var store))
        {
            store = new(path);
            _stores.Add(path, store);
        }

        return store;
    }
}
