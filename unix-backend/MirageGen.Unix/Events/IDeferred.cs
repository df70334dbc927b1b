namespace MirageGen.Unix.Events;

/// <summary>A device that had its share of this turn and goes on in the next.</summary>
internal interface IDeferred
{
    /// <summary>Called once in the next turn, when the loop has looked for events.</summary>
    void Resume();
}
