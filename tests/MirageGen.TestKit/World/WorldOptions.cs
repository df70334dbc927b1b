namespace MirageGen.TestKit;

/// <summary>How a world runs: where its randomness comes from and what bounds it.</summary>
public sealed record WorldOptions
{
    /// <summary>The defaults.</summary>
    public static WorldOptions Default { get; } = new();

    /// <summary>
    /// The seed of the run. Null takes the one in the environment variable <c>MIRAGEGEN_SEED</c>, and without that a fresh
    /// one: every run of the test then explores another world, and a failure says how to come back to it.
    /// </summary>
    public ulong? Seed { get; init; }

    /// <summary>The most virtual time the run may take; a day by default. It bounds waits that would never end.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The most turns of the loop the run may take; ten million by default. It bounds work that would never end.</summary>
    public long MaxTurns { get; init; } = 10_000_000;

    /// <summary>How much of the trace's text is kept, in octets; 256 kB by default.</summary>
    public int TraceOctets { get; init; } = 256 * 1024;

    /// <summary>
    /// Where to keep files of each run: its whole trace as text, and the frames of each Ethernet segment in libpcap's format.
    /// Null takes the folder in the environment variable <c>MIRAGEGEN_CAPTURE</c>; without that nothing is kept.
    /// </summary>
    public string? CaptureFolder { get; init; }

    /// <summary>
    /// Ends the run between two turns: give it the test framework's token, <c>TestContext.Current.CancellationToken</c> in
    /// xunit, so that an aborted test run ends at once.
    /// </summary>
    public CancellationToken Cancellation { get; init; }
}
