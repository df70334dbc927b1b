namespace MirageGen.Xen.Drivers.Tests;

/// <summary>The tree of a xenstored, and its changes.</summary>
/// <param name="changed">Called with the path of each change.</param>
internal sealed class StoreTree(Action<string> changed)
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _generations = [];
    private readonly List<(string Path, Action Changed)> _listeners = [];

    /// <summary>Counts changes.</summary>
    public long Generation { get; private set; }

    public string? Read(string path) =>
        _values.TryGetValue(path, out var value) ? value : List(path) is null ? null : string.Empty;

    /// <summary>The names below a path; null when there is neither a value nor a name.</summary>
    public string[]? List(string path)
    {
        string[] names =
        [
            .. _values.Keys.Where(key => key.StartsWith(path + '/', StringComparison.Ordinal))
                .Select(key => key[(path.Length + 1)..].Split('/')[0])
                .Distinct(),
        ];
        return names.Length > 0 || _values.ContainsKey(path) ? names : null;
    }

    public void Write(string path, string value)
    {
        _values[path] = value;
        Change(path);
    }

    public void Remove(string path)
    {
        foreach (var key in _values.Keys.Where(key => key == path || key.StartsWith(path + '/', StringComparison.Ordinal)).ToArray())
        {
            _ = _values.Remove(key);
            Change(key);
        }
    }

    /// <summary>When a path was changed last.</summary>
    public long GenerationOf(string path) => _generations.GetValueOrDefault(path);

    /// <summary>Calls somebody in the same process at each change of a path.</summary>
    public void Listen(string path, Action listener) => _listeners.Add((path, listener));

    private void Change(string path)
    {
        _generations[path] = ++Generation;
        changed(path);
        foreach (var listener in _listeners.Where(listener => listener.Path == path).ToArray())
        {
            listener.Changed();
        }
    }
}
