using System.Runtime.CompilerServices;

namespace MirageGen.Dns.Server;

/// <summary>The names whose addresses are in the additional section already: at most <see cref="Most"/>.</summary>
internal struct AnsweredNames
{
    /// <summary>For how many names addresses are added to one response.</summary>
    public const int Most = 32;

    private Numbers _numbers;
    private int _count;

    /// <summary>Adds a name's number.</summary>
    /// <returns>False when it is there already, or when there are too many.</returns>
    public bool TryAdd(int number)
    {
        Span<int> numbers = _numbers;
        if (_count == Most || numbers[.._count].Contains(number))
        {
            return false;
        }

        numbers[_count++] = number;
        return true;
    }

    [InlineArray(Most)]
    private struct Numbers
    {
        private int _first;
    }
}
