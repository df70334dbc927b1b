using System.Globalization;

namespace MirageGen.TestKit;

/// <summary>A count of allocations under way; see <see cref="Allocations.Begin"/>.</summary>
public readonly struct AllocationCount
{
    private readonly long _before;

    internal AllocationCount(long before) => _before = before;

    /// <summary>Octets allocated on this thread since the count was begun.</summary>
    public long Octets => GC.GetAllocatedBytesForCurrentThread() - _before;

    /// <summary>Holds what has run since the count was begun to allocating nothing.</summary>
    /// <param name="rounds">How many rounds it was, for the message.</param>
    /// <exception cref="AllocationException">It has allocated.</exception>
    public void ThrowIfAny(int rounds = 1) => Allocations.Verify(Octets, rounds);

    /// <summary>The octets.</summary>
    public override string ToString() => Octets.ToString(CultureInfo.InvariantCulture);
}
