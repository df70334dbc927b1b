namespace MirageGen.Http.Tests;

/// <summary>The clock of the world that a test's handlers run in.</summary>
internal static class TestClock
{
    [ThreadStatic]
    private static TimeProvider? _current;

    public static TimeProvider Current
    {
        get => _current ?? throw new InvalidOperationException("The test has not said in which world it is.");
        set => _current = value;
    }
}
