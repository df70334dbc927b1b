using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace MirageGen.Composer.Apis;

/// <summary>Finds every use of a table's APIs: calls, creations, properties, fields, events, method groups and base types.</summary>
internal sealed class ApiUseFinder
{
    private readonly ApiTable _table;
    private readonly Action<ApiUse> _found;

    private ApiUseFinder(ApiTable table, Action<ApiUse> found)
    {
        _table = table;
        _found = found;
    }

    /// <summary>Looks through a compilation.</summary>
    public static void Register(CompilationStartAnalysisContext context, ApiTable table, Action<ApiUse> found)
    {
        var finder = new ApiUseFinder(table, found);
        context.RegisterOperationAction(
            finder.LookAtOperation,
            OperationKind.Invocation,
            OperationKind.ObjectCreation,
            OperationKind.PropertyReference,
            OperationKind.FieldReference,
            OperationKind.EventReference,
            OperationKind.MethodReference);
        context.RegisterSyntaxNodeAction(
            finder.LookAtBaseType, SyntaxKind.SimpleBaseType, SyntaxKind.PrimaryConstructorBaseType);
    }

    private void LookAtOperation(OperationAnalysisContext context)
    {
        var operation = context.Operation;
        if (MemberOf(operation) is { } member
            && _table.Find(member) is { } rule
            && (rule.Uses is null || rule.Uses(operation))
            && !IsOnlyNamed(operation))
        {
            var location = ApiLocation.Of(operation.Syntax, member).GetLocation() ?? operation.Syntax.GetLocation();
            _found(new ApiUse(rule, member, context.ContainingSymbol, location, context.ReportDiagnostic));
        }
    }

    private void LookAtBaseType(SyntaxNodeAnalysisContext context)
    {
        var syntax = ((BaseTypeSyntax)context.Node).Type;
        if (context.SemanticModel.GetTypeInfo(syntax, context.CancellationToken).Type is { TypeKind: TypeKind.Class } type
            && _table.FindType(type) is { } rule)
        {
            var where = context.ContainingSymbol ?? type;
            _found(new ApiUse(rule, type, where, syntax.GetLocation(), context.ReportDiagnostic));
        }
    }

    private static ISymbol? MemberOf(IOperation operation) => operation switch
    {
        // ': base(...)' belongs to the base type, where it is reported.
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.Constructor } => null,
        IInvocationOperation invocation => invocation.TargetMethod.ReducedFrom ?? invocation.TargetMethod,
        IObjectCreationOperation creation => creation.Constructor,
        IMethodReferenceOperation group => group.Method.ReducedFrom ?? group.Method,
        IMemberReferenceOperation reference => reference.Member,
        _ => null,
    };

    private static bool IsOnlyNamed(IOperation operation)
    {
        for (var outer = operation.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is INameOfOperation)
            {
                return true;
            }
        }

        return false;
    }
}
