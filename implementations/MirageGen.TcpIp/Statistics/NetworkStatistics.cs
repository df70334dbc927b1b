using System.Globalization;
using System.Text;

namespace MirageGen.TcpIp;

/// <summary>
/// What the layers of a stack counted: packets, and everything that was dropped, by reason. Each layer adds its own
/// group when it is made; an appliance asks for this device to show them.
/// </summary>
[Device]
public sealed class NetworkStatistics
{
    private readonly List<CounterGroup> _groups = [];
    private readonly List<Func<IEnumerable<ConnectionReport>>> _transports = [];

    /// <summary>The layers' counts, the lowest layer first.</summary>
    public IReadOnlyList<CounterGroup> Groups => _groups;

    /// <summary>The connections that there are now, in no order. To be looked through before anything else happens on the loop.</summary>
    public IEnumerable<ConnectionReport> Connections
    {
        get
        {
            foreach (var transport in _transports)
            {
                foreach (var connection in transport())
                {
                    yield return connection;
                }
            }
        }
    }

    /// <summary>One layer's counts.</summary>
    /// <exception cref="KeyNotFoundException">There is no such layer.</exception>
    public CounterGroup this[string name] =>
        _groups.Find(group => group.Name == name) ?? throw new KeyNotFoundException($"No layer '{name}' counts.");

    /// <summary>Adds a layer's group; a second layer of the same kind gets a number behind its name.</summary>
    /// <param name="name">The layer's name.</param>
    internal CounterGroup Add(string name)
    {
        var unique = name;
        for (var number = 2; _groups.Exists(group => group.Name == unique); number++)
        {
            unique = string.Create(CultureInfo.InvariantCulture, $"{name} {number}");
        }

        var added = new CounterGroup(unique);
        _groups.Add(added);
        return added;
    }

    /// <summary>Adds what has connections.</summary>
    internal void Add(Func<IEnumerable<ConnectionReport>> connections) => _transports.Add(connections);

    /// <summary>A block of lines a layer: its name, then each count that is not zero with its summary.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var group in _groups)
        {
            text.Append(group.Name).Append('\n');
            foreach (var counter in group.Counters)
            {
                if (counter.Value != 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"  {counter.Value,12}  {counter.Name}: {counter.Summary}\n");
                }
            }
        }

        return text.ToString();
    }
}
