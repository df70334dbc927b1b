using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MirageGen.Composer.Loop;

/// <summary>Judges a <c>ConfigureAwait</c>.</summary>
internal static class ConfiguredAwait
{
    /// <summary><c>ConfigureAwaitOptions.ContinueOnCapturedContext</c>.</summary>
    private const int ContinueOnCapturedContext = 1;

    /// <summary>Whether what follows the await would run elsewhere; a value that is not constant speaks for the code.</summary>
    public static bool LeavesLoop(IOperation operation) =>
        operation is IInvocationOperation invocation
        && invocation.Arguments.LastOrDefault()?.Value.ConstantValue is { HasValue: true, Value: var value }
        && value switch
        {
            bool captures => !captures,
            int options => (options & ContinueOnCapturedContext) == 0,
            _ => false,
        };
}
