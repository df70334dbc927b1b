using System.Runtime.CompilerServices;
using MirageGen.Http.Wire;

namespace MirageGen.Http;

/// <summary>What a path has in the places of a pattern's parameters, in order: ranges of the path.</summary>
internal struct RouteValues
{
    /// <summary>Parameters that a pattern may have.</summary>
    public const int Most = 16;

    private Slots _slots;

    public int Count { get; private set; }

    public readonly OctetRange this[int index] => _slots[index];

    public void Push(int start, int end) => _slots[Count++] = OctetRange.Between(start, end);

    public void Pop() => Count--;

    public void Clear() => Count = 0;

    [InlineArray(Most)]
    private struct Slots
    {
        private OctetRange _first;
    }
}
