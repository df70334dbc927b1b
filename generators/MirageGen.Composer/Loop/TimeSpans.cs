using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MirageGen.Composer.Loop;

/// <summary>What can be seen of a span of time in the source.</summary>
internal static class TimeSpans
{
    private const string InfiniteName = "InfiniteTimeSpan";

    /// <summary>Whether a call or creation may start a timer: one for ever needs none.</summary>
    public static bool IsFinite(IOperation operation) => !Arguments(operation).Any(static argument => IsInfinite(argument.Value));

    /// <summary>Whether a wait is given no time at all, so that it only looks.</summary>
    public static bool IsZero(IOperation operation) => Arguments(operation).Any(static argument =>
        argument.Value is { ConstantValue: { HasValue: true, Value: 0 } }
            or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } });

    private static bool IsInfinite(IOperation value) =>
        value is { ConstantValue: { HasValue: true, Value: -1 } }
            or IFieldReferenceOperation { Field: { Name: InfiniteName, ContainingType.Name: "Timeout" } };

    private static ImmutableArray<IArgumentOperation> Arguments(IOperation operation) =>
        operation switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
}
