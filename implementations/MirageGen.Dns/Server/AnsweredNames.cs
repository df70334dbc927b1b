using System.Runtime.CompilerServices;

namespace MirageGen.Dns.Server;

/// <summary>Numbers of names, each once: of which a response has the addresses, or the proofs.</summary>
internal struct AnsweredNames
{
    /// <summary>How many are remembered; any beyond these may be added more than once.</summary>
    public const int Most = 32;

    private Numbers _numbers;
    private int _count;

    /// <summary>How many there are.</summary>
    public readonly int Count => _count;

    /// <summary>One of them.</summary>
    public readonly int this[int index] => _numbers[index];

    /// <summary>Adds a name's number.</summary>
    /// <returns>False when it is there already.</returns>
    public bool TryAdd(int number)
    {
        Span<int> numbers = _numbers;
        if (numbers[.._count].Contains(number))
        {
            return false;
        }

        if (_count < Most)
        {
            numbers[_count++] = number;
        }

        return true;
    }

    [InlineArray(Most)]
    private struct Numbers
    {
        private int _first;
    }
}
