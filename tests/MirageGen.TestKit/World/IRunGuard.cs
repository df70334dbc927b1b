namespace MirageGen.TestKit;

/// <summary>What watches over a run of <see cref="SimulatedLoop"/>; each method throws to end it.</summary>
internal interface IRunGuard
{
    /// <summary>Whether the run has failed already, so that no more time shall pass.</summary>
    bool HasFailed { get; }

    /// <summary>A turn has ended.</summary>
    void OnTurn();

    /// <summary>Nothing can happen any more. Always throws.</summary>
    void OnIdle();

    /// <summary>Another thread has posted to the loop. Always throws.</summary>
    /// <param name="stackTrace">Where it was.</param>
    void OnDisturbed(string stackTrace);
}
