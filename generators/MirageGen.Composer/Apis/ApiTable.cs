using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Apis;

/// <summary>
/// A table of APIs against one compilation. Types are resolved when it is made and the members of a type when it is
/// first met, so that a use of anything else costs one look-up by reference.
/// </summary>
internal sealed class ApiTable
{
    private readonly Dictionary<ISymbol, Entry> _entries = new(SymbolEqualityComparer.Default);

    /// <summary>Resolves the rows whose types the compilation knows; of two that mean one member the first counts.</summary>
    public ApiTable(Compilation compilation, ImmutableArray<ApiRule> rules)
    {
        foreach (var rule in rules)
        {
            if (compilation.GetTypeByMetadataName(rule.Type) is not { } type)
            {
                continue;
            }

            if (!_entries.TryGetValue(type, out var entry))
            {
                _entries.Add(type, entry = new Entry(type));
            }

            entry.Rules.Add(rule);
        }
    }

    /// <summary>The row that means a member, if any.</summary>
    public ApiRule? Find(ISymbol member) =>
        member.ContainingType?.OriginalDefinition is { } type && _entries.TryGetValue(type, out var entry)
            ? entry.Find(member.OriginalDefinition)
            : null;

    /// <summary>The row that means a whole type, if any.</summary>
    public ApiRule? FindType(ITypeSymbol type) =>
        _entries.TryGetValue(type.OriginalDefinition, out var entry) ? entry.WholeType : null;

    private sealed class Entry
    {
        private readonly Lazy<Dictionary<ISymbol, ApiRule>> _members;

        public Entry(INamedTypeSymbol type) => _members = new(() => Resolve(type));

        public List<ApiRule> Rules { get; } = [];

        public ApiRule? WholeType => Rules.Find(static rule => rule.IsWholeType && rule.Overloads is null);

        public ApiRule? Find(ISymbol member) => _members.Value.TryGetValue(member, out var rule) ? rule : null;

        private Dictionary<ISymbol, ApiRule> Resolve(INamedTypeSymbol type)
        {
            var members = new Dictionary<ISymbol, ApiRule>(SymbolEqualityComparer.Default);
            foreach (var member in type.GetMembers())
            {
                if (Rules.Find(rule => rule.Means(member)) is { } rule)
                {
                    members.Add(member, rule);
                }
            }

            return members;
        }
    }
}
