namespace MirageGen.Conformance;

/// <summary>Makes flows of one kind to be tested. Has a public parameterless constructor.</summary>
public interface IFlowPairs
{
    /// <summary>
    /// Makes the two ends of a new flow and runs a test with them on their loop, to its end or to a limit of time; then
    /// ends what the test left open.
    /// </summary>
    /// <param name="test">Gets one end, as an application has it, and the other.</param>
    void Run(Func<IFlow, IFlow, Task> test);
}
