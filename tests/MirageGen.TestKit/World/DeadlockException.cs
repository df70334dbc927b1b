namespace MirageGen.TestKit;

/// <summary>
/// Nothing in the world can go on: no continuation is ready, no timer runs and nothing is on any wire, but the test has
/// not ended. The message names what waits.
/// </summary>
public sealed class DeadlockException : Exception
{
    internal DeadlockException(string message)
        : base(message)
    {
    }
}
