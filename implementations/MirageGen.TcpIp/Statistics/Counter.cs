namespace MirageGen.TcpIp;

/// <summary>One count of a <see cref="CounterGroup"/>.</summary>
public sealed class Counter
{
    internal Counter(string name, string summary)
    {
        Name = name;
        Summary = summary;
    }

    /// <summary>Its name within its group, in kebab case: <c>no-route</c>.</summary>
    public string Name { get; }

    /// <summary>What is counted, in a few words.</summary>
    public string Summary { get; }

    /// <summary>The count.</summary>
    public long Value { get; private set; }

    internal void Increment() => Value++;

    internal void Add(long count) => Value += count;

    /// <summary>Follows a quantity that also falls: connections, leases.</summary>
    internal void Set(long value) => Value = value;

    /// <summary>For example <c>no-route 3</c>.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {Value}");
}
