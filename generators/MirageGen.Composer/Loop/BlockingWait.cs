using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MirageGen.Composer.Loop;

/// <summary>Judges a wait that would keep the loop from turning.</summary>
internal static class BlockingWait
{
    /// <summary>Whether it may wait: not when it is given no time, nor on a task that is seen to be complete.</summary>
    public static bool MayBlock(IOperation operation) =>
        !TimeSpans.IsZero(operation)
        && (TaskOf(operation) is not { } task || !CompletedTasks.IsComplete(task));

    /// <summary>The task that is waited for; null where the wait is for something else.</summary>
    private static IOperation? TaskOf(IOperation operation) => operation switch
    {
        // task.GetAwaiter().GetResult()
        IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation awaiter } => awaiter.Instance,
        IInvocationOperation { TargetMethod.Name: "Wait", Instance: { } task } => task,
        IPropertyReferenceOperation { Instance: { } task } => task,
        _ => null,
    };
}
