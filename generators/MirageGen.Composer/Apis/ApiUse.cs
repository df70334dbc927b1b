using System;
using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Apis;

/// <summary>A place in the source where a member or a type of a table is used.</summary>
internal readonly struct ApiUse
{
    private readonly Action<Diagnostic> _report;
    private readonly Location _location;
    private readonly string _name;

    public ApiUse(ApiRule rule, ISymbol used, ISymbol where, Location location, Action<Diagnostic> report)
    {
        Rule = rule;
        Used = used;
        Where = where;
        _name = rule.Display ?? NameOf(used);
        _location = location;
        _report = report;
    }

    /// <summary>The row that means it.</summary>
    public ApiRule Rule { get; }

    /// <summary>The member, or the base type, that is used.</summary>
    public ISymbol Used { get; }

    /// <summary>The declaration that uses it.</summary>
    public ISymbol Where { get; }

    /// <summary>Reports it; the member's name is the first argument of the message and the row's words are the last.</summary>
    public void Report(DiagnosticDescriptor descriptor) =>
        _report(Diagnostic.Create(descriptor, _location, Rule.Properties, _name, Rule.Says));

    /// <summary>Reports it on a target, whose name is the message's argument between the two.</summary>
    public void Report(DiagnosticDescriptor descriptor, string target) =>
        _report(Diagnostic.Create(descriptor, _location, Rule.Properties, _name, target, Rule.Says));

    private static string NameOf(ISymbol used) => used switch
    {
        ITypeSymbol => used.Name,
        IMethodSymbol { MethodKind: MethodKind.Constructor } => used.ContainingType.Name,
        _ => $"{used.ContainingType.Name}.{used.Name}",
    };
}
