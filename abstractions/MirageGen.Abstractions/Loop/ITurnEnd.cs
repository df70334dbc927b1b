namespace MirageGen.Loop;

/// <summary>A device with work that is cheaper once per turn of the loop than once per call: doorbells, batched sends.</summary>
public interface ITurnEnd
{
    /// <summary>Called at the end of each turn. Must not throw or wait; costs next to nothing when there is no work.</summary>
    void EndTurn();
}
