using System;
using System.Collections.Generic;
using System.Linq;
using MirageGen.Composer.Model;

namespace MirageGen.Composer.Emitter;

/// <summary>
/// Decides how each type is written in one generated file: by its simple name under a <c>using</c> directive, or from
/// <c>global::</c> on where the simple name could mean something else.
/// </summary>
/// <remarks>
/// The user's types get aliases, <c>using Stack = global::App.Stack;</c>, and not imports of their namespaces: what an
/// import brings in depends on every type that anyone adds to that namespace, while an alias inside a file-scoped
/// namespace means one type for ever, unless a member of that very namespace has its name, which the caller knows.
/// </remarks>
/// <param name="taken">Simple names that mean something else in the file: variables, members.</param>
/// <param name="neighbours">Simple names of what is beside the file's class in its namespace.</param>
/// <param name="home">That namespace; empty for none.</param>
internal sealed class NameTable(IEnumerable<string> taken, IEnumerable<string> neighbours, string home)
{
    private readonly HashSet<string> _taken = [.. taken];
    private readonly HashSet<string> _neighbours = [.. neighbours];
    private readonly SortedSet<string> _namespaces = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, TypeName> _aliases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _imported = [];

    /// <summary>The <c>using</c> directives, in order, without the keyword and the semicolon.</summary>
    public IEnumerable<string> Usings => _namespaces
        .OrderBy(name => name.StartsWith("System", StringComparison.Ordinal) ? 0 : 1)
        .Select(name => "global::" + name)
        .Concat(_aliases.Select(alias => $"{alias.Key} = {alias.Value.Qualified}"));

    /// <summary>Writes a type of .NET or of the composer's own run time, whose namespaces hold nothing unforeseen.</summary>
    public string Import(string @namespace, string name)
    {
        if (_taken.Contains(name) || _neighbours.Contains(name) || _aliases.ContainsKey(name))
        {
            return $"global::{@namespace}.{name}";
        }

        _namespaces.Add(@namespace);
        _imported.Add(name);
        return name;
    }

    /// <summary>Writes any other type.</summary>
    public string Of(TypeName type)
    {
        if (type.Alias is not { } alias || _taken.Contains(alias.TrimStart('@')) || _imported.Contains(alias))
        {
            return type.Qualified;
        }

        if (_neighbours.Contains(alias.TrimStart('@')))
        {
            // What has the name may be the very type.
            return type.FullName == (home.Length == 0 ? alias : $"{home}.{alias}") ? alias : type.Qualified;
        }

        if (_aliases.TryGetValue(alias, out var holder))
        {
            return holder.Equals(type) ? alias : type.Qualified;
        }

        _aliases.Add(alias, type);
        return alias;
    }
}
