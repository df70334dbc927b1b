namespace MirageGen.TestKit;

/// <summary>
/// A world has gone past a bound of its <see cref="WorldOptions"/>: something waits for what never comes while timers
/// keep firing, or something runs without end. The message names what waits.
/// </summary>
public sealed class WorldLimitException : Exception
{
    internal WorldLimitException(string message)
        : base(message)
    {
    }
}
