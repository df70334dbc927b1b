namespace MirageGen.TcpIp;

/// <summary>The counts of one layer.</summary>
public sealed class CounterGroup
{
    private readonly List<Counter> _counters = [];

    internal CounterGroup(string name) => Name = name;

    /// <summary>The layer, with the interface's name behind it where there are several: <c>ethernet lan</c>.</summary>
    public string Name { get; }

    /// <summary>The counts, in the order in which they read best.</summary>
    public IReadOnlyList<Counter> Counters => _counters;

    /// <summary>One count by its name.</summary>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public long this[string name] =>
        (_counters.Find(counter => counter.Name == name)
            ?? throw new KeyNotFoundException($"'{Name}' counts no '{name}'.")).Value;

    /// <summary>Adds a count, which a layer does when it is made.</summary>
    /// <param name="name">Its name, in kebab case.</param>
    /// <param name="summary">What is counted, in a few words.</param>
    internal Counter Add(string name, string summary)
    {
        var counter = new Counter(name, summary);
        _counters.Add(counter);
        return counter;
    }
}
