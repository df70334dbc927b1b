using System.Globalization;

namespace MirageGen.TestKit;

/// <summary>Code that was held to allocating nothing has allocated.</summary>
public sealed class AllocationException : Exception
{
    internal AllocationException(long octets, int rounds)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"{octets} octets were allocated in {rounds} rounds, {(double)octets / rounds:0.##} a round; there should be none."))
    {
        Octets = octets;
        Rounds = rounds;
    }

    /// <summary>Octets allocated by all rounds together.</summary>
    public long Octets { get; }

    /// <summary>How many rounds were counted.</summary>
    public int Rounds { get; }
}
