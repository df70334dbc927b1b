using MirageGen.Dns.Wire;
using MirageGen.Dns.Zones;

namespace MirageGen.Dns.Server;

/// <summary>The keys that a server knows, by name, each with a transaction for requests that are answered at once.</summary>
internal sealed class TsigKeys
{
    /// <summary>The most keys.</summary>
    public const int Most = 1000;

    private readonly NameList _names = new();
    private readonly NameTable _table = new();
    private readonly TsigTransaction[] _transactions;

    /// <summary>Makes a ring of keys.</summary>
    /// <param name="keys">Of different names.</param>
    /// <exception cref="ArgumentException">Two have the same name, or there are too many.</exception>
    public TsigKeys(IReadOnlyList<TsigKey> keys)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(keys.Count, Most, nameof(keys));
        _transactions = new TsigTransaction[keys.Count];
        foreach (var key in keys)
        {
            if (_table.Find(key.NameOctets, _names) >= 0)
            {
                throw new ArgumentException($"There are two keys {key.Name}; leave one out.", nameof(keys));
            }

            var index = _names.Add(key.NameOctets);
            _table.Add(index, _names);
            _transactions[index] = new(key);
        }
    }

    /// <summary>Begins a transaction that ends within the call: the next one under its key takes its place.</summary>
    /// <returns>Null when there is no key of that name.</returns>
    public TsigTransaction? Borrow(MessageName name)
    {
        Span<byte> octets = stackalloc byte[NameOctets.MaxOctets];
        var found = _table.Find(octets[..name.CopyTo(octets)], _names);
        if (found < 0)
        {
            return null;
        }

        _transactions[found].Reset();
        return _transactions[found];
    }

    /// <summary>Begins a transaction that may go on for long.</summary>
    /// <inheritdoc cref="Borrow"/>
    public TsigTransaction? Begin(MessageName name) => Borrow(name) is { } transaction ? new(transaction.Key) : null;
}
