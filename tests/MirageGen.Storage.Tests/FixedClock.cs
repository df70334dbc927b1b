namespace MirageGen.Storage.Tests;

/// <summary>A clock that a test sets.</summary>
internal sealed class FixedClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = World.Start;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;
}
