using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace MirageGen.Composer.Loop;

/// <summary>
/// Whether a task is seen to be complete where its result is taken: it was made complete, awaited before, or asked
/// whether it is complete. Seen in the text before, without following its paths: a doubt speaks for the code.
/// </summary>
internal static class CompletedTasks
{
    /// <summary>Judges an expression of a task.</summary>
    public static bool IsComplete(IOperation task)
    {
        task = Unwrap(task);
        return IsMadeComplete(task)
            || (SymbolOf(task) is { } symbol && IsSettledBefore(task, symbol))
            || (IsOneOfMany(task) && Before(task).Any(static operation => Awaits(operation, "WhenAll")));
    }

    private static IOperation Unwrap(IOperation task) => task switch
    {
        IConversionOperation conversion => Unwrap(conversion.Operand),
        IParenthesizedOperation parenthesized => Unwrap(parenthesized.Operand),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "Preserve", Instance: { } inner } =>
            Unwrap(inner),
        _ => task,
    };

    /// <summary><c>Task.FromResult(...)</c>, <c>Task.CompletedTask</c>, and what <c>ContinueWith</c> hands to its continuation.</summary>
    private static bool IsMadeComplete(IOperation task) => task switch
    {
        IInvocationOperation { Instance: null, TargetMethod.Name: "FromResult" } => true,
        IPropertyReferenceOperation { Instance: null, Property.Name: "CompletedTask" } => true,
        IParameterReferenceOperation { Parameter: { Ordinal: 0, ContainingSymbol: IMethodSymbol lambda } } =>
            IsContinuation(task, lambda),
        _ => false,
    };

    private static bool IsContinuation(IOperation within, IMethodSymbol lambda)
    {
        for (var outer = within.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is IInvocationOperation { TargetMethod.Name: "ContinueWith" } continuation
                && continuation.Descendants().Any(operation =>
                    operation is IAnonymousFunctionOperation function
                    && SymbolEqualityComparer.Default.Equals(function.Symbol, lambda)))
            {
                return true;
            }
        }

        return false;
    }

    private static ISymbol? SymbolOf(IOperation task) => task switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => member.Member,
        _ => null,
    };

    private static bool IsSettledBefore(IOperation task, ISymbol symbol) => Before(task).Any(operation => operation switch
    {
        IAwaitOperation => operation.Descendants().Any(inner => Is(inner, symbol)),
        IPropertyReferenceOperation { Instance: { } asked } question => AsksForEnd(question.Property) && Is(asked, symbol),
        IVariableDeclaratorOperation { Initializer.Value: { } value } declarator =>
            SymbolEqualityComparer.Default.Equals(declarator.Symbol, symbol) && Awaits(value, "WhenAny"),
        _ => false,
    });

    private static bool AsksForEnd(IPropertySymbol property) =>
        property.Name is "IsCompleted" or "IsCompletedSuccessfully" or "IsFaulted" or "IsCanceled" or "Status";

    /// <summary>An element of a collection, or what a loop or a query calls one.</summary>
    private static bool IsOneOfMany(IOperation task) => task is
        IArrayElementReferenceOperation
        or IPropertyReferenceOperation { Property.IsIndexer: true }
        or IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } }
        or ILocalReferenceOperation { Local.IsForEach: true };

    private static bool Awaits(IOperation operation, string method) =>
        operation is IAwaitOperation { Operation: var awaited }
        && Unwrap(awaited) is IInvocationOperation invocation
        && invocation.TargetMethod.Name == method;

    private static bool Is(IOperation operation, ISymbol symbol) =>
        SymbolEqualityComparer.Default.Equals(SymbolOf(Unwrap(operation)), symbol);

    /// <summary>Everything in the same member whose text begins before an operation's.</summary>
    private static IEnumerable<IOperation> Before(IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent)
        {
            root = parent;
        }

        return root.Descendants().Where(other => other.Syntax.SpanStart < operation.Syntax.SpanStart);
    }
}
