namespace MirageGen.TestKit;

/// <summary>
/// A run of a world has failed. The message begins with what went wrong and says how to run the same world again; what
/// the test itself threw is the inner exception.
/// </summary>
public sealed class WorldException : Exception
{
    internal WorldException(string message, WorldReport report, Exception cause)
        : base(message, cause) => Report = report;

    /// <summary>The run up to its failure.</summary>
    public WorldReport Report { get; }

    /// <summary>The seed to run it again with.</summary>
    public ulong Seed => Report.Seed;
}
