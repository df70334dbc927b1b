using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace MirageGen.Composer.Apis;

/// <summary>One row of a table of APIs: which members of a type are meant, and what is said about them.</summary>
internal sealed class ApiRule
{
    /// <summary>A constructor's name in <see cref="Names"/>.</summary>
    public const string Constructor = WellKnownMemberNames.InstanceConstructorName;

    /// <summary>Names a row.</summary>
    /// <param name="type">The type's full metadata name, such as <c>System.Threading.Tasks.Task`1</c>.</param>
    /// <param name="says">What the message says after the member's name: what is wrong with it or what to do instead.</param>
    public ApiRule(string type, string says)
    {
        Type = type;
        Says = says;
    }

    /// <summary>The type's full metadata name.</summary>
    public string Type { get; }

    /// <summary>The end of the message.</summary>
    public string Says { get; }

    /// <summary>
    /// The members meant, a trailing <c>*</c> standing for any end; none means all of them, and deriving from the type.
    /// </summary>
    public ImmutableArray<string> Names { get; init; } = [];

    /// <summary>Narrows <see cref="Names"/> to some of the overloads; asked once per member and compilation.</summary>
    public Func<IMethodSymbol, bool>? Overloads { get; init; }

    /// <summary>Narrows further to some of the uses; asked at each.</summary>
    public Func<IOperation, bool>? Uses { get; init; }

    /// <summary>How the message names the member, where <c>Type.Member</c> would not help.</summary>
    public string? Display { get; init; }

    /// <summary>What a code fix needs to know.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Whether the row covers the whole type.</summary>
    public bool IsWholeType => Names.IsEmpty;

    /// <summary>Whether the row means a member of its type.</summary>
    public bool Means(ISymbol member) =>
        MeansName(member.Name)
        && (Overloads is null || (member is IMethodSymbol method && Overloads(method)));

    private bool MeansName(string name)
    {
        if (IsWholeType)
        {
            return true;
        }

        foreach (var pattern in Names)
        {
            var isPrefix = pattern.EndsWith("*", StringComparison.Ordinal);
            if (isPrefix
                ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
                : name == pattern)
            {
                return true;
            }
        }

        return false;
    }
}
